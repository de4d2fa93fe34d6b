// SPDX-License-Identifier: Apache-2.0
/** {@code PUT /distributions/{id}}. */
@NullMarked
package dev.cfmanager.distributions.update;

import org.jspecify.annotations.NullMarked;
