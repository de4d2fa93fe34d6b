// SPDX-License-Identifier: Apache-2.0
/** Stands where AWS Lambda's Java runtime stands: makes handlers, and runs them with a context and a time limit. */
@NullMarked
package dev.cfmanager.local.functions;

import org.jspecify.annotations.NullMarked;
