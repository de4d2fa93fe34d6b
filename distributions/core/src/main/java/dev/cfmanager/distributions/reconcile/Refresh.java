// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import dev.cfmanager.distributions.history.History;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a record with its status as CloudFront has it at this moment, for people who look. Takes no step itself. */
public final class Refresh {
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final Observation observation;

    /** The use case over this environment's tables and clients. */
    public Refresh(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
        this.ledger = new Ledger(environment, repository, new History(environment));
        this.cloudFront = new CloudFrontDistributions(environment);
        this.observation = new Observation(ledger);
    }

    /**
     * A record, refreshed.
     *
     * @param distribution the record as it is now
     * @param enabled whether it serves viewers, or will
     * @param unreachable why CloudFront could not be asked; null when it was asked, or there is nothing to ask about
     */
    public record Refreshed(
            Distribution distribution,
            boolean enabled,
            @Nullable String unreachable) {

        /** What to tell people when the record alone answers. */
        public Optional<String> note() {
            return Optional.ofNullable(unreachable);
        }
    }

    /**
     * Reads and refreshes a record; when CloudFront cannot be asked, the record alone answers.
     *
     * @throws OperationException NOT_FOUND when there is none
     */
    public Refreshed run(String distributionId) {
        Distribution distribution = ledger.publish(repository.require(distributionId));
        boolean wanted = distribution.config().path("Enabled").asBoolean(true);
        if (distribution.cloudfrontId().isEmpty()) {
            return new Refreshed(distribution, wanted, null);
        }
        Optional<LiveDistribution> live;
        try {
            live = cloudFront.find(distribution.cloudfrontId().get());
        } catch (OperationException unreachable) {
            return new Refreshed(
                    distribution, wanted, "CloudFront could not be asked, so this is what was known before.");
        }
        Distribution seen = observation
                .reflect(distribution, live)
                .orElseGet(() -> repository.require(distributionId)); // somebody else has just done the same
        return new Refreshed(seen, live.map(LiveDistribution::enabled).orElse(false), null);
    }
}
