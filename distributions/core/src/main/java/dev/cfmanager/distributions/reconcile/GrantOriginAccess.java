// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.OriginAccessIdentities;
import dev.cfmanager.origins.OaiGrant;
import dev.cfmanager.origins.OriginAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets the distribution read the managed origins that its configuration names: through their origin access controls, or
 * through its own identity when an edge function chooses among them.
 */
final class GrantOriginAccess implements Step {
    private final Ledger ledger;
    private final OriginAccess access;
    private final OriginAccessIdentities identities;

    GrantOriginAccess(Ledger ledger, OriginAccess access, OriginAccessIdentities identities) {
        this.ledger = ledger;
        this.access = access;
        this.identities = identities;
    }

    @Override
    public Progress take(Distribution distribution) {
        Distribution current = distribution;
        for (String originId : distribution.missingGrants()) {
            grant(current, originId);
            List<String> granted = new ArrayList<>(current.grantedOriginIds());
            granted.add(originId);
            Optional<Distribution> written = ledger.change(current, change -> change.grantedOriginIds(granted));
            if (written.isEmpty()) {
                return new Progress.Lost();
            }
            current = written.get();
        }
        return new Progress.Next(current);
    }

    private void grant(Distribution distribution, String originId) {
        String arn = distribution.arn().orElseThrow();
        if (distribution.multiOrigin()) {
            String oaiId = distribution.oaiId().orElseThrow();
            OaiGrant grant = new OaiGrant(arn, oaiId, identities.canonicalUserId(oaiId));
            access.grantIdentity(originId, distribution.id(), grant);
        } else {
            access.grantDistribution(originId, arn);
        }
    }
}
