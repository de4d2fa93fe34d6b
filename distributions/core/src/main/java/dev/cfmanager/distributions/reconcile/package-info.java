// SPDX-License-Identifier: Apache-2.0
/**
 * From wish to reality: the reconciler, its steps, and the use cases that give it a goal. A step looks at the record and
 * at AWS, does the next thing that is not done, and writes down what it learned before the next step begins.
 */
@NullMarked
package dev.cfmanager.distributions.reconcile;

import org.jspecify.annotations.NullMarked;
