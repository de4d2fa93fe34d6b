// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.cloudfront.CloudFrontInvalidations;
import dev.cfmanager.distributions.cloudfront.LiveInvalidation;
import dev.cfmanager.distributions.invalidation.InvalidationHistory;
import dev.cfmanager.distributions.invalidation.InvalidationProgress;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import dev.cfmanager.distributions.invalidation.QueuedInvalidation;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import java.util.Optional;

/**
 * Invalidates paths of a distribution: at once when CloudFront takes them and nobody waits, else in the queue, which is
 * handed over by itself.
 */
final class InvalidateDistribution {
    private final DistributionRepository distributions;
    private final CloudFrontInvalidations cloudFront;
    private final InvalidationQueue queue;
    private final InvalidationProgress progress;
    private final InvalidationHistory history;
    private final StatusMonitor monitor;
    private final IdSource ids;

    InvalidateDistribution(ExecutionEnvironment environment) {
        this.distributions = new DynamoDistributionRepository(environment);
        this.cloudFront = new CloudFrontInvalidations(environment);
        this.queue = new InvalidationQueue(environment);
        this.progress = new InvalidationProgress(environment);
        this.history = new InvalidationHistory(environment);
        this.monitor = new StatusMonitor(environment);
        this.ids = environment.ids();
    }

    /** What became of a request. */
    sealed interface Invalidated {

        /** CloudFront took it. */
        record Taken(LiveInvalidation invalidation) implements Invalidated {}

        /** It waits its turn, or did before; on the wire. */
        record Queued(ObjectNode invalidation) implements Invalidated {}
    }

    /**
     * Invalidates.
     *
     * @param again what makes the request the same when sent again, where the client said so by an idempotency key
     * @throws OperationException NOT_FOUND; CONFLICT while CloudFront does not have the distribution, or when the
     *     reference was used for other paths
     */
    Invalidated run(String distributionId, InvalidationSpec spec, String user, Optional<String> again) {
        Distribution distribution = distributions.require(distributionId);
        String cloudfrontId = distribution
                .cloudfrontId()
                .orElseThrow(() -> OperationException.conflict("CloudFront does not have the distribution (it is "
                        + distribution.status().word() + "), so there is nothing to invalidate."));
        Optional<String> named = spec.callerReference().or(() -> again);
        Optional<QueuedInvalidation> known = named.flatMap(
                reference -> queue.find(distributionId, InvalidationQueue.idOf(distributionId, reference)));
        String reference = named.orElseGet(() -> ids.uuid().toString());
        boolean perhapsTaken = known.isEmpty() && named.isPresent(); // which CloudFront alone knows
        if (perhapsTaken || known.isEmpty() && queue.isIdle(distributionId)) {
            Optional<LiveInvalidation> taken = take(cloudfrontId, reference, spec);
            if (taken.isPresent()) {
                history.note(distribution, taken.get(), user);
                return new Invalidated.Taken(taken.get());
            }
        }
        InvalidationQueue.Added added = queue.add(distributionId, reference, spec.paths(), user);
        if (added.first()) {
            monitor.watchQueue(distributionId, added.batchNumber());
        }
        return new Invalidated.Queued(progress.of(distribution, added.invalidation()));
    }

    /** Empty when CloudFront is too busy, with this distribution or altogether. */
    private Optional<LiveInvalidation> take(String cloudfrontId, String reference, InvalidationSpec spec) {
        try {
            return cloudFront.create(cloudfrontId, reference, spec.paths());
        } catch (OperationException failure) {
            if (failure.kind() == ErrorKind.THROTTLED) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
