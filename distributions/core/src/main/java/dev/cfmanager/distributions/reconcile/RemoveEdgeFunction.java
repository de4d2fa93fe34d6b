// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import java.util.Optional;

/**
 * Gives up a distribution's edge function. Its own record sees to its deletion from then on, because AWS keeps replicas
 * for hours after the distribution is gone.
 */
final class RemoveEdgeFunction implements Step {
    private final Ledger ledger;
    private final EdgeFunctionLifecycle lifecycle;

    RemoveEdgeFunction(Ledger ledger, EdgeFunctionLifecycle lifecycle) {
        this.ledger = ledger;
        this.lifecycle = lifecycle;
    }

    @Override
    public Progress take(Distribution distribution) {
        Optional<String> functionId = distribution.lambdaEdgeFunctionId();
        if (functionId.isEmpty()) {
            return new Progress.Next(distribution);
        }
        lifecycle.retire(functionId.get());
        lifecycle.advance(functionId.get());
        return Progress.next(ledger.change(
                distribution, change -> change.lambdaEdgeFunctionId(null).lambdaEdgeFunctionName(null)));
    }
}
