// SPDX-License-Identifier: Apache-2.0
/** {@code PUT /templates/{id}}. */
@NullMarked
package dev.cfmanager.templates.update;

import org.jspecify.annotations.NullMarked;
