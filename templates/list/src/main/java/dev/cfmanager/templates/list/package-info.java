// SPDX-License-Identifier: Apache-2.0
/** {@code GET /templates?category=&limit=&nextToken=}. */
@NullMarked
package dev.cfmanager.templates.list;

import org.jspecify.annotations.NullMarked;
