// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.dynamo.Table;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The queues in the table {@code INVALIDATIONS_TABLE}, one for each distribution. An invalidation is first written, then
 * appended to the head under its version: one that died in between was promised to nobody, and the same request sent
 * again goes on with it. Thread-safe. Every method fails with {@link OperationException} when the table cannot be
 * reached.
 */
public final class InvalidationQueue {
    private static final int MOST_PENDING = 1_000;
    private static final int MOST_PART_CHARACTERS = PathCover.MOST_CHARACTERS / 2; // an entry holds its paths twice
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration TRY_FULL_AGAIN = Duration.ofMinutes(5);

    private final Table<QueueSchema.Item> table;
    private final InstantSource clock;

    /** The queues of this environment. */
    public InvalidationQueue(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.INVALIDATIONS_TABLE), QueueSchema.SCHEMA);
        this.clock = environment.clock();
    }

    /** Whether nothing waits, so that CloudFront may be asked without overtaking anybody. */
    public boolean isIdle(String distributionId) {
        return head(distributionId).isIdle();
    }

    /** What waits for CloudFront, the oldest first; empty when nothing does. */
    public List<QueuedInvalidation> waiting(String distributionId) {
        Map<String, List<QueueEntry>> byInvalidation = new LinkedHashMap<>();
        for (QueueEntry entry : entries(distributionId, head(distributionId).pending())) {
            byInvalidation
                    .computeIfAbsent(entry.invalidationId(), id -> new ArrayList<>())
                    .add(entry);
        }
        return byInvalidation.values().stream().map(QueuedInvalidation::of).toList();
    }

    /** The queued invalidation of that id, waiting or handed over; empty when there is none. */
    public Optional<QueuedInvalidation> find(String distributionId, String id) {
        Optional<QueueEntry> first = table.get(key(distributionId, id)).map(QueueSchema.Item::entry);
        return first.filter(entry -> entry.parts() > 0).map(entry -> {
            List<String> keys = new ArrayList<>(List.of(id));
            for (int part = 1; part < entry.parts(); part++) {
                keys.add(id + "-" + part);
            }
            return QueuedInvalidation.of(keys.size() == 1 ? List.of(entry) : entries(distributionId, keys));
        });
    }

    /** The id that an invalidation of that distribution and caller reference has, once it is queued. */
    public static String idOf(String distributionId, String callerReference) {
        return (QueuedInvalidation.PREFIX + Hashes.sha256(distributionId + "\n" + callerReference))
                .substring(0, QueuedInvalidation.ID_LENGTH);
    }

    /**
     * Appends an invalidation; one of the same reference and paths that is there already is that one.
     *
     * @throws OperationException CONFLICT when the reference was used for other paths; THROTTLED when the queue is full
     */
    public Added add(String distributionId, String callerReference, List<String> paths, String user) {
        String id = idOf(distributionId, callerReference);
        List<QueueEntry> entries = entries(distributionId, id, paths, user);
        for (QueueEntry entry : entries) {
            table.create(item(entry)); // not written where it is already
        }
        QueuedInvalidation stored = find(distributionId, id).orElseThrow();
        requireSame(stored, paths);
        List<String> keys = entries.stream().map(QueueEntry::key).toList();
        while (true) {
            QueueHead head = head(distributionId);
            if (head.pending().containsAll(keys) || stored.remaining() == 0) {
                return new Added(stored, false, head.batchNumber());
            }
            if (head.pending().size() + keys.size() > MOST_PENDING) {
                throw OperationException.throttled(
                        "CloudFront is invalidating for this distribution as much as it can, and " + MOST_PENDING
                                + " requests wait already; try again later, or invalidate more with one wildcard.",
                        TRY_FULL_AGAIN,
                        null);
            }
            if (write(head, head.appending(keys)).isPresent()) {
                return new Added(stored, head.isIdle(), head.batchNumber());
            }
        }
    }

    /**
     * Refuses to call two different things by one reference.
     *
     * @throws OperationException CONFLICT when the queued invalidation has other paths
     */
    public static void requireSame(QueuedInvalidation queued, List<String> paths) {
        if (!queued.paths().equals(paths)) {
            throw OperationException.conflict("The callerReference was used before with other paths, for " + queued.id()
                    + "; use a new one for a new invalidation.");
        }
    }

    /**
     * What became of an addition.
     *
     * @param invalidation as it is queued
     * @param first whether the queue was empty before, so that nobody watches it yet
     * @param batchNumber the number of the queue's next batch
     */
    public record Added(QueuedInvalidation invalidation, boolean first, long batchNumber) {}

    /** Ids of the distributions whose queues are not empty, the one that waits for longest first. */
    public List<String> pending() {
        return table
                .allOfIndex(
                        QueueSchema.PENDING_INDEX,
                        Key.builder().partitionValue(QueueSchema.PENDING).build(),
                        List.of("distributionId", "invalidationId", "queueState", "queuedSince"))
                .stream()
                .map(QueueSchema.Item::distributionId)
                .toList();
    }

    QueueHead head(String distributionId) {
        return table.get(key(distributionId, QueueSchema.HEAD))
                .map(QueueSchema.Item::head)
                .orElseGet(() -> QueueHead.idle(distributionId));
    }

    /** Writes a changed head as the next version; empty, with nothing written, when somebody else has done so first. */
    Optional<QueueHead> write(QueueHead before, QueueHead after) {
        QueueSchema.Item item = QueueSchema.Item.of(after, before.version() + 1, clock.instant());
        boolean written =
                before.version() == 0 ? table.create(item) : table.updateIf(item, hasVersion(before.version()));
        return written ? Optional.of(item.head()) : Optional.empty();
    }

    /** The entries of these keys, in that order; keys without an entry are left out. */
    List<QueueEntry> entries(String distributionId, List<String> keys) {
        return table.getAll(keys.stream().map(key -> key(distributionId, key)).toList()).stream()
                .map(QueueSchema.Item::entry)
                .sorted(Comparator.comparingInt(entry -> keys.indexOf(entry.key())))
                .toList();
    }

    /** Writes a changed entry, unless somebody has written that change, and more, before. */
    void write(QueueEntry changed) {
        table.updateIf(item(changed), hasVersion(changed.version() - 1));
    }

    private List<QueueEntry> entries(String distributionId, String id, List<String> paths, String user) {
        List<List<String>> parts = new ArrayList<>();
        int characters = MOST_PART_CHARACTERS;
        for (String path : paths) {
            if (characters + path.length() > MOST_PART_CHARACTERS) {
                parts.add(new ArrayList<>());
                characters = 0;
            }
            parts.get(parts.size() - 1).add(path);
            characters += path.length();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<QueueEntry> entries = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            List<String> those = parts.get(part);
            String key = part == 0 ? id : id + "-" + part;
            int count = part == 0 ? parts.size() : 0;
            entries.add(new QueueEntry(distributionId, key, count, those, those, List.of(), user, now, null, 1));
        }
        return entries;
    }

    private static QueueSchema.Item item(QueueEntry entry) {
        return QueueSchema.Item.of(entry, entry.createdAt().plus(KEPT));
    }

    private static Key key(String distributionId, String key) {
        return Key.builder().partitionValue(distributionId).sortValue(key).build();
    }

    private static Expression hasVersion(long version) {
        return Expression.builder()
                .expression("#version = :version")
                .putExpressionName("#version", "version")
                .putExpressionValue(":version", AttributeValue.fromN(String.valueOf(version)))
                .build();
    }
}
