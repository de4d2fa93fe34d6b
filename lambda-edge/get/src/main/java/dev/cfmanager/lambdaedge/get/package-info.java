// SPDX-License-Identifier: Apache-2.0
/** {@code GET /lambda-edge/functions/{id}}: shows one edge function. */
@NullMarked
package dev.cfmanager.lambdaedge.get;

import org.jspecify.annotations.NullMarked;
