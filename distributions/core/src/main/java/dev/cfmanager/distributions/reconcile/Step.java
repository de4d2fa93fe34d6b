// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;

/**
 * One step towards a goal. It may run any number of times, at once in several places, and after a process died anywhere
 * inside it: what is done already it leaves alone.
 */
@FunctionalInterface
public interface Step {

    /**
     * Does what is still to be done here.
     *
     * @throws OperationException when AWS would not; the reconciler decides when to try again
     */
    Progress take(Distribution distribution);
}
