// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import dev.cfmanager.origins.OriginAccess;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Waits until every edge location has the configuration. Then origins that it names no more stop letting it read, and not
 * before: until then some edge location may still ask them. Then the record says {@code Deployed}.
 */
final class AwaitDeployment implements Step {
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final Observation observation;
    private final OriginAccess access;
    private final InstantSource clock;

    AwaitDeployment(
            Ledger ledger,
            CloudFrontDistributions cloudFront,
            Observation observation,
            OriginAccess access,
            InstantSource clock) {
        this.ledger = ledger;
        this.access = access;
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
        Distribution current = distribution;
        if (live.isPresent()
                && live.get().deployed()
                && !distribution.formerGrants().isEmpty()) {
            if (distribution.isBusy(now)) {
                return new Progress.Wait(distribution, Pace.busy(distribution, now));
            }
            Optional<Distribution> withdrawn = withdrawFormer(distribution, now);
            if (withdrawn.isEmpty()) {
                return new Progress.Lost();
            }
            current = withdrawn.get();
        }
        Optional<Distribution> seen = observation.reflect(current, live);
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

    /** As the only one at work: an update that wants the origin back has to wait, and then grants it anew. */
    private Optional<Distribution> withdrawFormer(Distribution distribution, Instant now) {
        Optional<Distribution> working =
                ledger.change(distribution, change -> change.busyUntil(now.plus(Pace.LONGEST_WORK)));
        if (working.isEmpty()) {
            return Optional.empty();
        }
        String arn = distribution.arn().orElseThrow();
        distribution.formerGrants().forEach(originId -> access.withdrawDistribution(originId, arn));
        return ledger.change(working.get(), change -> change.grantedOriginIds(distribution.originIds())
                .busyUntil(null));
    }
}
