// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionBuilder;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import java.util.Optional;

/**
 * Creates the distribution at CloudFront, or finds what an earlier attempt created. What CloudFront refuses fails the
 * record, see {@link Creation}.
 */
final class CreateAtCloudFront implements Step {
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final OriginRepository origins;
    private final Creation creation;

    CreateAtCloudFront(
            DistributionRepository repository,
            Ledger ledger,
            CloudFrontDistributions cloudFront,
            OriginRepository origins,
            Creation creation) {
        this.repository = repository;
        this.ledger = ledger;
        this.cloudFront = cloudFront;
        this.origins = origins;
        this.creation = creation;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (distribution.cloudfrontId().isPresent()) {
            return new Progress.Next(distribution);
        }
        LiveDistribution live;
        try {
            requireOrigins(distribution);
            live = cloudFront.createOrFind(distribution.config(), distribution.tags());
        } catch (OperationException refusal) {
            return giveUp(distribution, refusal);
        }
        return note(distribution, live);
    }

    /** An origin's deletion looks for records that name it: the record was written first, so one of the two sees the other. */
    private void requireOrigins(Distribution distribution) {
        for (String originId : distribution.originIds()) {
            Optional<Origin> origin = origins.find(originId);
            if (origin.isEmpty() || origin.get().state() != OriginState.ACTIVE) {
                throw OperationException.conflict("Origin " + originId + " is being deleted; choose another one.");
            }
        }
    }

    private Progress note(Distribution distribution, LiveDistribution live) {
        long configVersion = distribution.configVersion() + 1; // more than 1 where an earlier creation was undone
        Optional<Distribution> noted = ledger.change(
                distribution,
                change -> facts(change, live)
                        .status(DistributionStatus.IN_PROGRESS)
                        .configVersion(configVersion)
                        .errorMessage(null),
                Ledger.Entry.of(HistoryAction.CREATE_COMPLETED, distribution.createdBy())
                        .with("cloudfrontId", live.id())
                        .keeping(configVersion));
        if (noted.isEmpty()) {
            noteUnwanted(distribution.id(), live);
        }
        return Progress.next(noted);
    }

    /** Whoever has decided meanwhile that the distribution must go has to know that it exists. */
    private void noteUnwanted(String distributionId, LiveDistribution live) {
        Optional<Distribution> found = unwanted(distributionId);
        while (found.isPresent()
                && ledger.change(found.get(), change -> facts(change, live)).isEmpty()) {
            found = unwanted(distributionId);
        }
    }

    private Optional<Distribution> unwanted(String distributionId) {
        return repository
                .find(distributionId)
                .filter(record ->
                        record.goal() != Goal.DEPLOYED && record.cloudfrontId().isEmpty());
    }

    private static DistributionBuilder facts(DistributionBuilder change, LiveDistribution live) {
        return change.cloudfrontId(live.id()).arn(live.arn()).domainName(live.domainName());
    }

    /** Answers get lost: after failures that are no refusals, CloudFront is asked whether it has the distribution. */
    private Progress giveUp(Distribution distribution, OperationException refusal) {
        if (creation.isGivenUp(distribution, refusal)) {
            Optional<LiveDistribution> created = cloudFront.findCreated(distribution.config());
            if (created.isPresent()) {
                return note(distribution, created.get());
            }
        }
        return creation.refused(distribution, refusal);
    }
}
