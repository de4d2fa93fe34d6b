// SPDX-License-Identifier: Apache-2.0
/** The error model: the kinds an operation may fail with, and how AWS's errors become ours. */
@NullMarked
package dev.cfmanager.common.error;

import org.jspecify.annotations.NullMarked;
