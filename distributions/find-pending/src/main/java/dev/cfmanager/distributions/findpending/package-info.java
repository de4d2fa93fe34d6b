// SPDX-License-Identifier: Apache-2.0
/** Has every unfinished distribution watched, on a schedule. */
@NullMarked
package dev.cfmanager.distributions.findpending;

import org.jspecify.annotations.NullMarked;
