// SPDX-License-Identifier: Apache-2.0
/** {@code DELETE /origins/{id}}: what only the deletion of an origin needs. */
@NullMarked
package dev.cfmanager.origins.delete;

import org.jspecify.annotations.NullMarked;
