// SPDX-License-Identifier: Apache-2.0
/** The shell for Lambda functions that are not called over HTTP: state-machine steps and schedules. */
@NullMarked
package dev.cfmanager.common.task;

import org.jspecify.annotations.NullMarked;
