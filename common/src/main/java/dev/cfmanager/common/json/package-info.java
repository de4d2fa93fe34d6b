// SPDX-License-Identifier: Apache-2.0
/** JSON in and out: the shared mapper, and readers that report every bad field at once. */
@NullMarked
package dev.cfmanager.common.json;

import org.jspecify.annotations.NullMarked;
