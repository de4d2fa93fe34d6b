// SPDX-License-Identifier: Apache-2.0
/** Samples of origins and their repository in memory, for the tests of every module that has to do with origins. */
@NullMarked
package dev.cfmanager.origins;

import org.jspecify.annotations.NullMarked;
