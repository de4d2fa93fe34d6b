// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.cloudfront.CloudFrontInvalidations;
import dev.cfmanager.distributions.cloudfront.LiveInvalidation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands a distribution's queue over to CloudFront, batch by batch and in order, as far as CloudFront takes it. Whoever
 * calls it, as often as they like and all at once, no path is lost and none is invalidated twice: a batch is written down
 * before it is handed over, under a caller reference of its own, and taken off the queue after that.
 */
public final class DrainInvalidations {
    private static final int ENTRIES = 100;
    private static final Duration SHORT_OF_TIME = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofSeconds(30);
    private static final Duration STUCK = Duration.ofMinutes(5);

    /** Refused for what it is, so that sending it again is of no use. */
    private static final Set<ErrorKind> FOR_GOOD = Set.of(
            ErrorKind.INVALID_CONFIGURATION, ErrorKind.VALIDATION_ERROR, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT);

    private final InvalidationQueue queue;
    private final DistributionRepository distributions;
    private final CloudFrontInvalidations cloudFront;
    private final InvalidationHistory history;

    /** The use case over this environment's tables and clients. */
    public DrainInvalidations(ExecutionEnvironment environment) {
        this.queue = new InvalidationQueue(environment);
        this.distributions = new DynamoDistributionRepository(environment);
        this.cloudFront = new CloudFrontInvalidations(environment);
        this.history = new InvalidationHistory(environment);
    }

    /**
     * Hands over what can be handed over now.
     *
     * @return how long until the rest should be tried; zero when nothing is left
     */
    public Duration advance(String distributionId) {
        while (true) {
            QueueHead head = queue.head(distributionId);
            if (head.isIdle()) {
                return Duration.ZERO;
            }
            if (Deadline.left().compareTo(SHORT_OF_TIME) < 0) {
                return SHORT_OF_TIME;
            }
            if (head.batch().isEmpty()) {
                begin(head);
                continue;
            }
            Duration wait = handOver(head);
            if (!wait.isZero()) {
                return wait;
            }
        }
    }

    /** Writes down what is handed over next, or takes off what is done. */
    private void begin(QueueHead head) {
        List<String> keys =
                head.pending().subList(0, Math.min(ENTRIES, head.pending().size()));
        List<String> remaining = queue.entries(head.distributionId(), keys).stream()
                .flatMap(entry -> entry.remaining().stream())
                .toList();
        List<String> batch = PathCover.batch(remaining);
        queue.write(head, batch.isEmpty() ? head.without(keys) : head.handingOver(batch, keys));
    }

    /** Hands the batch over; says how long to wait when CloudFront would not, and zero to go on. */
    private Duration handOver(QueueHead head) {
        Optional<Distribution> distribution = distributions
                .find(head.distributionId())
                .filter(found -> found.cloudfrontId().isPresent());
        if (distribution.isEmpty()) {
            giveUp(head, "The distribution is gone.");
            return Duration.ZERO;
        }
        Optional<LiveInvalidation> taken;
        try {
            taken = cloudFront.create(
                    distribution.get().cloudfrontId().orElseThrow(), head.callerReference(), head.batch());
        } catch (OperationException refusal) {
            if (FOR_GOOD.contains(refusal.kind())) {
                giveUp(head, refusal.text());
                return Duration.ZERO;
            }
            return refusal.kind().isTransient() ? BUSY : STUCK;
        }
        if (taken.isEmpty()) {
            return BUSY;
        }
        PathCover cover = new PathCover(head.batch());
        List<QueueEntry> after = new ArrayList<>();
        for (QueueEntry entry : queue.entries(head.distributionId(), head.batchEntries())) {
            after.add(noted(entry, entry.after(cover, taken.get().id())));
        }
        history.note(distribution.get(), taken.get(), users(after, taken.get().id()));
        finish(head, after);
        return Duration.ZERO;
    }

    private void giveUp(QueueHead head, String reason) {
        PathCover cover = new PathCover(head.batch());
        List<QueueEntry> after = new ArrayList<>();
        for (QueueEntry entry : queue.entries(head.distributionId(), head.batchEntries())) {
            after.add(noted(entry, entry.givenUp(cover, reason)));
        }
        finish(head, after);
    }

    private QueueEntry noted(QueueEntry before, QueueEntry after) {
        if (after.version() != before.version()) {
            queue.write(after);
        }
        return after;
    }

    private void finish(QueueHead head, List<QueueEntry> after) {
        queue.write(
                head,
                head.without(after.stream()
                        .filter(entry -> entry.remaining().isEmpty())
                        .map(QueueEntry::key)
                        .collect(Collectors.toSet())));
    }

    /** Who asked for what an invalidation took; one name as a rule. */
    private static String users(List<QueueEntry> entries, String invalidationId) {
        return entries.stream()
                .filter(entry -> entry.invalidationIds().contains(invalidationId))
                .map(QueueEntry::user)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
