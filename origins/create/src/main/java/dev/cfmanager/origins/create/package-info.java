// SPDX-License-Identifier: Apache-2.0
/** {@code POST /origins}: what only the creation of an origin needs. */
@NullMarked
package dev.cfmanager.origins.create;

import org.jspecify.annotations.NullMarked;
