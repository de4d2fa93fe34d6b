// SPDX-License-Identifier: Apache-2.0
/** {@code POST /lambda-edge/functions}: creates an edge function that belongs to no distribution. */
@NullMarked
package dev.cfmanager.lambdaedge.create;

import org.jspecify.annotations.NullMarked;
