// SPDX-License-Identifier: Apache-2.0
/** What the template's serverless resources mean: functions with their triggers, the API with its rules. Values only. */
@NullMarked
package dev.cfmanager.local.sam;

import org.jspecify.annotations.NullMarked;
