// SPDX-License-Identifier: Apache-2.0
/** Answers POST /distributions. */
@NullMarked
package dev.cfmanager.distributions.create;

import org.jspecify.annotations.NullMarked;
