// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveConfig;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Switches the distribution off, waits until every edge location has seen that, and deletes it. Its origins let it read
 * all the while, because until the end some edge location may still serve it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html">Deleting a distribution</a>
 */
final class RemoveFromCloudFront implements Step {
    private static final int RACES = 5;
    private static final Duration AFTER_RACES = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final InstantSource clock;

    RemoveFromCloudFront(Ledger ledger, CloudFrontDistributions cloudFront, InstantSource clock) {
        this.ledger = ledger;
        this.cloudFront = cloudFront;
        this.clock = clock;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (distribution.cloudfrontId().isEmpty()) {
            return new Progress.Next(distribution);
        }
        String cloudfrontId = distribution.cloudfrontId().get();
        Optional<LiveDistribution> live = cloudFront.find(cloudfrontId);
        if (live.isEmpty()) {
            return gone(distribution);
        }
        if (live.get().enabled() && !disable(cloudfrontId)) {
            return new Progress.Wait(distribution, AFTER_RACES);
        }
        if (live.get().enabled() || !live.get().deployed()) {
            return new Progress.Wait(distribution, Pace.deployment(distribution, clock.instant()));
        }
        return cloudFront.delete(live.get()) ? gone(distribution) : new Progress.Wait(distribution, AFTER_RACES);
    }

    /** Whether it is off now, or gone; false when its configuration keeps changing. */
    private boolean disable(String cloudfrontId) {
        for (int race = 0; race < RACES; race++) {
            Optional<LiveConfig> live = cloudFront.config(cloudfrontId);
            if (live.isEmpty()) {
                return true;
            }
            ObjectNode off = live.get().config().put("Enabled", false);
            if (cloudFront.update(cloudfrontId, live.get(), off).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Progress gone(Distribution distribution) {
        if (distribution.goal() != Goal.DELETED) {
            return Progress.next(ledger.change(distribution, change -> change.cloudfrontId(null)));
        }
        return Progress.next(ledger.change(
                distribution,
                change -> change.cloudfrontId(null)
                        .status(DistributionStatus.DELETING)
                        .errorMessage(null),
                Observation.changed(distribution, DistributionStatus.DELETING)));
    }
}
