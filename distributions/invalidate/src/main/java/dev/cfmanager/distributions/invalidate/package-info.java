// SPDX-License-Identifier: Apache-2.0
/** Answers POST /distributions/{id}/invalidate. */
@NullMarked
package dev.cfmanager.distributions.invalidate;

import org.jspecify.annotations.NullMarked;
