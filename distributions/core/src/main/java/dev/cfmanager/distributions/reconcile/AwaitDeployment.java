// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Waits until every edge location has the configuration; then the record says {@code Deployed}. */
final class AwaitDeployment implements Step {
    private final CloudFrontDistributions cloudFront;
    private final Observation observation;
    private final InstantSource clock;

    AwaitDeployment(CloudFrontDistributions cloudFront, Observation observation, InstantSource clock) {
        this.cloudFront = cloudFront;
        this.observation = observation;
        this.clock = clock;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (distribution.status() != DistributionStatus.IN_PROGRESS) {
            return new Progress.Next(distribution);
        }
        Instant now = clock.instant();
        if (now.isBefore(distribution.updatedAt().plus(Pace.SOONEST))) {
            return new Progress.Wait(distribution, Pace.deployment(distribution, now));
        }
        Optional<LiveDistribution> live =
                cloudFront.find(distribution.cloudfrontId().orElseThrow());
        Optional<Distribution> seen = observation.reflect(distribution, live);
        if (seen.isEmpty()) {
            return new Progress.Lost();
        }
        if (seen.get().status() == DistributionStatus.FAILED) {
            return new Progress.Refused(seen.get(), Observation.reasonOf(seen.get()));
        }
        return seen.get().status() == DistributionStatus.IN_PROGRESS
                ? new Progress.Wait(seen.get(), Pace.deployment(seen.get(), now))
                : new Progress.Next(seen.get());
    }
}
