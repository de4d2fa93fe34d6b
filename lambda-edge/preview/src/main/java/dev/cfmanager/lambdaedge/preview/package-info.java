// SPDX-License-Identifier: Apache-2.0
/** {@code POST /lambda-edge/preview}: shows the code a routing policy becomes, and what it does when it runs. */
@NullMarked
package dev.cfmanager.lambdaedge.preview;

import org.jspecify.annotations.NullMarked;
