// SPDX-License-Identifier: Apache-2.0
/** {@code GET /certificates}. */
@NullMarked
package dev.cfmanager.certificates.list;

import org.jspecify.annotations.NullMarked;
