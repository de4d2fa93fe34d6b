// SPDX-License-Identifier: Apache-2.0
/** What a laptop has beside the stack, so that every feature has something to work on. */
@NullMarked
package dev.cfmanager.local.samples;

import org.jspecify.annotations.NullMarked;
