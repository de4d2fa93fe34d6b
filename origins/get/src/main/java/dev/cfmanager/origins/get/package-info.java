// SPDX-License-Identifier: Apache-2.0
/** {@code GET /origins/{id}}. */
@NullMarked
package dev.cfmanager.origins.get;

import org.jspecify.annotations.NullMarked;
