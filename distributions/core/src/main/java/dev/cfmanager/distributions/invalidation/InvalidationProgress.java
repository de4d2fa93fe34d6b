// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.cloudfront.CloudFrontInvalidations;
import dev.cfmanager.distributions.cloudfront.LiveInvalidation;
import java.util.Optional;

/** How far an invalidation is, queued or not. Thread-safe. */
public final class InvalidationProgress {
    private static final String COMPLETED = "Completed";
    private static final String IN_PROGRESS = "InProgress";

    private final InvalidationQueue queue;
    private final CloudFrontInvalidations cloudFront;

    /** The use case over this environment's table and clients. */
    public InvalidationProgress(ExecutionEnvironment environment) {
        this.queue = new InvalidationQueue(environment);
        this.cloudFront = new CloudFrontInvalidations(environment);
    }

    /**
     * An invalidation on the wire, by our id of a queued one or by CloudFront's; empty when the distribution has none.
     *
     * @throws OperationException when CloudFront cannot be asked
     */
    public Optional<ObjectNode> find(Distribution distribution, String id) {
        if (id.startsWith(QueuedInvalidation.PREFIX)) {
            return queue.find(distribution.id(), id).map(queued -> of(distribution, queued));
        }
        return distribution
                .cloudfrontId()
                .flatMap(cloudfrontId -> cloudFront.find(cloudfrontId, id))
                .map(LiveInvalidation::toJson);
    }

    /** A queued invalidation on the wire; once CloudFront has taken all of it, its status is CloudFront's. */
    public ObjectNode of(Distribution distribution, QueuedInvalidation queued) {
        return queued.toJson(queued.status().isEmpty() && isCompleted(distribution, queued) ? COMPLETED : IN_PROGRESS);
    }

    /** CloudFront forgets old invalidations: one that it has no more was completed. */
    private boolean isCompleted(Distribution distribution, QueuedInvalidation queued) {
        return distribution.cloudfrontId().isEmpty()
                || queued.invalidationIds().stream()
                        .flatMap(id ->
                                cloudFront.find(distribution.cloudfrontId().get(), id).stream())
                        .allMatch(live -> live.status().equals(COMPLETED));
    }
}
