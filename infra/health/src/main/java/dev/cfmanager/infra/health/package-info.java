// SPDX-License-Identifier: Apache-2.0
/** {@code GET /health}. */
@NullMarked
package dev.cfmanager.infra.health;

import org.jspecify.annotations.NullMarked;
