// SPDX-License-Identifier: Apache-2.0
/** Answers GET /distributions. */
@NullMarked
package dev.cfmanager.distributions.list;

import org.jspecify.annotations.NullMarked;
