// SPDX-License-Identifier: Apache-2.0
/** {@code PUT /origins/{id}}: what only the change of an origin needs. */
@NullMarked
package dev.cfmanager.origins.update;

import org.jspecify.annotations.NullMarked;
