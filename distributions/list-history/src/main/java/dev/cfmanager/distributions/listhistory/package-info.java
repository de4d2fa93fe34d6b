// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions/{id}/history. */
@NullMarked
package dev.cfmanager.distributions.listhistory;

import org.jspecify.annotations.NullMarked;
