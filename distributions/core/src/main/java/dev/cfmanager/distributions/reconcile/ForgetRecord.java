// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.history.HistoryAction;
import java.time.InstantSource;
import java.util.Optional;

/** Deletes the record of a distribution of which nothing else is left, once its history says that it is gone. */
final class ForgetRecord implements Step {
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final InstantSource clock;

    ForgetRecord(DistributionRepository repository, Ledger ledger, InstantSource clock) {
        this.repository = repository;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Progress take(Distribution distribution) {
        Distribution last = distribution;
        if (distribution.deletedAt().isEmpty()) {
            Optional<Distribution> noted = ledger.change(
                    distribution,
                    change -> change.deletedAt(clock.instant()).errorMessage(null),
                    Ledger.Entry.of(HistoryAction.DELETE_COMPLETED, distribution.updatedBy()));
            if (noted.isEmpty()) {
                return new Progress.Lost();
            }
            last = noted.get();
        }
        if (!last.unpublished().isEmpty()) { // the record is all that still knows of it
            return new Progress.Wait(last, Pace.trouble(last, clock.instant()));
        }
        return repository.delete(last) ? new Progress.Gone() : new Progress.Lost();
    }
}
