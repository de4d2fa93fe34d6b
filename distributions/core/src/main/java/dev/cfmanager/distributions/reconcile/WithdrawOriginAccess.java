// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.origins.OriginAccess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends the access of a distribution that is gone to every origin it could ever read. */
final class WithdrawOriginAccess implements Step {
    private final Ledger ledger;
    private final OriginAccess access;

    WithdrawOriginAccess(Ledger ledger, OriginAccess access) {
        this.ledger = ledger;
        this.access = access;
    }

    @Override
    public Progress take(Distribution distribution) {
        Set<String> origins = new LinkedHashSet<>(distribution.grantedOriginIds());
        origins.addAll(distribution.originIds()); // one may be granted and not noted
        if (origins.isEmpty() || distribution.arn().isEmpty()) {
            return new Progress.Next(distribution);
        }
        origins.forEach(originId -> withdraw(distribution, originId));
        return Progress.next(ledger.change(
                distribution, change -> change.originIds(List.of()).grantedOriginIds(List.of())));
    }

    private void withdraw(Distribution distribution, String originId) {
        if (distribution.multiOrigin()) {
            access.withdrawIdentity(originId, distribution.id());
        } else {
            access.withdrawDistribution(originId, distribution.arn().orElseThrow());
        }
    }
}
