// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.origins.OriginAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets the distribution read the managed origins that its configuration names, through their origin access controls. */
final class GrantOriginAccess implements Step {
    private final Ledger ledger;
    private final OriginAccess access;

    GrantOriginAccess(Ledger ledger, OriginAccess access) {
        this.ledger = ledger;
        this.access = access;
    }

    @Override
    public Progress take(Distribution distribution) {
        Distribution current = distribution;
        for (String originId : distribution.missingGrants()) {
            access.grantDistribution(originId, current.arn().orElseThrow());
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
}
