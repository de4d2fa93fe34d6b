// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions/{id}. */
@NullMarked
package dev.cfmanager.distributions.get;

import org.jspecify.annotations.NullMarked;
