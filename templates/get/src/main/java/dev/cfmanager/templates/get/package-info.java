// SPDX-License-Identifier: Apache-2.0
/** {@code GET /templates/{id}}. */
@NullMarked
package dev.cfmanager.templates.get;

import org.jspecify.annotations.NullMarked;
