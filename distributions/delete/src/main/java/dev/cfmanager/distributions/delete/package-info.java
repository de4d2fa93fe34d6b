// SPDX-License-Identifier: Apache-2.0
/** Answers DELETE /distributions/{id}. */
@NullMarked
package dev.cfmanager.distributions.delete;

import org.jspecify.annotations.NullMarked;
