// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.OriginAccessIdentities;
import java.util.Optional;

/** Deletes a distribution's origin access identity, also one whose creation was never recorded. */
final class RemoveIdentity implements Step {
    private final Ledger ledger;
    private final OriginAccessIdentities identities;

    RemoveIdentity(Ledger ledger, OriginAccessIdentities identities) {
        this.ledger = ledger;
        this.identities = identities;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (!distribution.multiOrigin()) {
            return new Progress.Next(distribution);
        }
        Optional<String> oaiId = distribution
                .oaiId()
                .or(() -> identities.find(
                        MakeIdentity.callerReference(distribution), MakeIdentity.comment(distribution)));
        oaiId.ifPresent(identities::delete);
        if (distribution.oaiId().isEmpty()) {
            return new Progress.Next(distribution);
        }
        return Progress.next(ledger.change(distribution, change -> change.oaiId(null)));
    }
}
