// SPDX-License-Identifier: Apache-2.0
/** Structured logs: one JSON line per event, with secrets removed. */
@NullMarked
package dev.cfmanager.common.log;

import org.jspecify.annotations.NullMarked;
