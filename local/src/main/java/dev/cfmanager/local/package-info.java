// SPDX-License-Identifier: Apache-2.0
/** Runs the system that {@code template.yaml} describes in one process, on top of the AWS twin. Never deployed. */
@NullMarked
package dev.cfmanager.local;

import org.jspecify.annotations.NullMarked;
