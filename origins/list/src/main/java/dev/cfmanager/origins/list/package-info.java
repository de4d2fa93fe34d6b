// SPDX-License-Identifier: Apache-2.0
/** {@code GET /origins}. */
@NullMarked
package dev.cfmanager.origins.list;

import org.jspecify.annotations.NullMarked;
