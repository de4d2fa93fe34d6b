// SPDX-License-Identifier: Apache-2.0
/** {@code POST /templates}. */
@NullMarked
package dev.cfmanager.templates.create;

import org.jspecify.annotations.NullMarked;
