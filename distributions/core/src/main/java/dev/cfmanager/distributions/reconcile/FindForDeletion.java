// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out whether CloudFront has a distribution whose record does not know: its creation may have died between the
 * call and the note. Waits first until nobody who began before the deletion can still be creating it.
 */
final class FindForDeletion implements Step {
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final InstantSource clock;

    FindForDeletion(Ledger ledger, CloudFrontDistributions cloudFront, InstantSource clock) {
        this.ledger = ledger;
        this.cloudFront = cloudFront;
        this.clock = clock;
    }

    @Override
    public Progress take(Distribution distribution) {
        boolean known = distribution.cloudfrontId().isPresent() || distribution.status() == DistributionStatus.DELETING;
        if (known) {
            return new Progress.Next(distribution);
        }
        Instant now = clock.instant();
        Instant quiet = distribution.deletionRequestedAt().orElse(now).plus(Pace.LONGEST_WORK);
        if (now.isBefore(quiet)) {
            return new Progress.Wait(distribution, Duration.between(now, quiet).plusSeconds(1));
        }
        Optional<LiveDistribution> created = cloudFront.findCreated(distribution.config());
        return Progress.next(ledger.change(distribution, change -> {
            created.ifPresent(
                    live -> change.cloudfrontId(live.id()).arn(live.arn()).domainName(live.domainName()));
            if (created.isEmpty()) {
                change.status(DistributionStatus.DELETING);
            }
        }));
    }
}
