// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import dev.cfmanager.distributions.history.HistoryAction;
import java.util.Optional;

/**
 * The one place where a record's status follows CloudFront's. The write is conditional on the record as it was read, so
 * of any number of observers one moves the status and writes {@code STATUS_CHANGED}; a status that is ours alone
 * ({@code Creating}, {@code Disabling}, {@code Deleting}, {@code Failed}) is never overwritten.
 */
public final class Observation {
    private final Ledger ledger;

    /** Observations written to that ledger. */
    public Observation(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Moves a record to what was seen.
     *
     * @param live what CloudFront has; empty when it has no such distribution
     * @return the record as it is now; empty when somebody else changed it first
     */
    public Optional<Distribution> reflect(Distribution distribution, Optional<LiveDistribution> live) {
        boolean ours = distribution.status() != DistributionStatus.IN_PROGRESS
                && distribution.status() != DistributionStatus.DEPLOYED;
        if (ours) {
            return Optional.of(distribution);
        }
        if (live.isEmpty()) {
            return vanished(distribution);
        }
        DistributionStatus seen = live.get().deployed() && nothingLeftToDo(distribution)
                ? DistributionStatus.DEPLOYED
                : DistributionStatus.IN_PROGRESS;
        return seen == distribution.status() ? Optional.of(distribution) : move(distribution, seen);
    }

    /** Whether every change is with CloudFront, and those origins and no others let it read that its configuration names. */
    private static boolean nothingLeftToDo(Distribution distribution) {
        return distribution.pendingUpdate().isEmpty()
                && distribution.missingGrants().isEmpty()
                && distribution.formerGrants().isEmpty();
    }

    private Optional<Distribution> move(Distribution distribution, DistributionStatus status) {
        return ledger.change(
                distribution, change -> change.status(status).errorMessage(null), changed(distribution, status));
    }

    private Optional<Distribution> vanished(Distribution distribution) {
        String reason =
                "CloudFront has no distribution " + distribution.cloudfrontId().orElse("") + " any more.";
        return ledger.change(
                distribution,
                change -> change.status(DistributionStatus.FAILED).errorMessage(reason),
                changed(distribution, DistributionStatus.FAILED).with("error", reason));
    }

    /** The event of a status that moved by itself. */
    static Ledger.Entry changed(Distribution before, DistributionStatus status) {
        return Ledger.Entry.of(HistoryAction.STATUS_CHANGED, "system")
                .with("previousStatus", before.status().word())
                .with("newStatus", status.word());
    }

    /** Why a record failed, as the failure an API answers with. */
    static OperationException reasonOf(Distribution failed) {
        return OperationException.conflict(failed.errorMessage().orElse("The distribution failed."));
    }
}
