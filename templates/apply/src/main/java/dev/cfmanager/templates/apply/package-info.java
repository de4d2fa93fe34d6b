// SPDX-License-Identifier: Apache-2.0
/** {@code POST /templates/{id}/apply}. */
@NullMarked
package dev.cfmanager.templates.apply;

import org.jspecify.annotations.NullMarked;
