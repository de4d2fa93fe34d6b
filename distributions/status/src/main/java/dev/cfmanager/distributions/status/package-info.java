// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions/{id}/status. */
@NullMarked
package dev.cfmanager.distributions.status;

import org.jspecify.annotations.NullMarked;
