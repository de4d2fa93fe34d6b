// SPDX-License-Identifier: Apache-2.0
/** Fixtures for the tests of every module: an execution environment on the twin, gateway calls, and the
 * OpenAPI document that their answers are held to. */
@NullMarked
package dev.cfmanager.common.testing;

import org.jspecify.annotations.NullMarked;
