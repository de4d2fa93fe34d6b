// SPDX-License-Identifier: Apache-2.0
/** {@code DELETE /templates/{id}?force=}. */
@NullMarked
package dev.cfmanager.templates.delete;

import org.jspecify.annotations.NullMarked;
