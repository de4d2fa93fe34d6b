// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.history.HistoryAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What becomes of a creation that AWS would not go on with: what passes by itself is waited for, {@value
 * #PATIENCE_MINUTES} minutes at most; anything else fails the record, and what was made is removed.
 */
final class Creation {
    private static final int PATIENCE_MINUTES = 15;

    private final Ledger ledger;
    private final InstantSource clock;

    Creation(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Fails the record.
     *
     * @throws OperationException the refusal itself, when it may pass
     */
    Progress refused(Distribution distribution, OperationException refusal) {
        if (refusal.kind().isTransient() && !isGivenUp(distribution, refusal)) {
            throw refusal;
        }
        Optional<Distribution> failed = ledger.change(
                distribution,
                change -> change.status(DistributionStatus.FAILED)
                        .goal(Goal.UNDONE)
                        .errorMessage(refusal.text()),
                Ledger.Entry.of(HistoryAction.CREATE_FAILED, distribution.createdBy())
                        .with("error", refusal.text()));
        return failed.<Progress>map(written -> new Progress.Refused(written, refusal))
                .orElseGet(Progress.Lost::new);
    }

    /** Whether a refusal that might have passed has lasted too long: nobody knows then what AWS did. */
    boolean isGivenUp(Distribution distribution, OperationException refusal) {
        return refusal.kind().isTransient() && !clock.instant().isBefore(lastAttempt(distribution));
    }

    private static Instant lastAttempt(Distribution distribution) {
        return distribution.createdAt().plus(Duration.ofMinutes(PATIENCE_MINUTES));
    }
}
