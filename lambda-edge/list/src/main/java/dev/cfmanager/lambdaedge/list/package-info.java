// SPDX-License-Identifier: Apache-2.0
/** {@code GET /lambda-edge/functions}: lists edge functions. */
@NullMarked
package dev.cfmanager.lambdaedge.list;

import org.jspecify.annotations.NullMarked;
