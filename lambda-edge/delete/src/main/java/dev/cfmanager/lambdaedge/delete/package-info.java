// SPDX-License-Identifier: Apache-2.0
/** {@code DELETE /lambda-edge/functions/{id}}: deletes an edge function that belongs to no distribution. */
@NullMarked
package dev.cfmanager.lambdaedge.delete;

import org.jspecify.annotations.NullMarked;
