// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/**
 * How queues are kept in the invalidations table: key {@code distributionId} and {@code invalidationId}. The head of a
 * queue is the item {@value #HEAD}; as long as it has something to do it carries {@code queueState} and
 * {@code queuedSince}, the keys of {@value #PENDING_INDEX}, where nothing else is.
 */
public final class QueueSchema {
    /** The index of the queues that are not empty, the oldest first. */
    public static final String PENDING_INDEX = "PendingIndex";

    static final String HEAD = "queue";
    static final String PENDING = "pending";

    private static final Attributes<Item, Item> ITEM = Attributes.of(Item.class);

    /** Item to head or entry and back. */
    public static final TableSchema<Item> SCHEMA = ITEM.schema(Item::new, item -> item)
            .attributes(
                    ITEM.text(
                            "distributionId",
                            item -> item.distributionId,
                            (item, value) -> item.distributionId = value,
                            StaticAttributeTags.primaryPartitionKey()),
                    ITEM.text(
                            "invalidationId",
                            item -> item.invalidationId,
                            (item, value) -> item.invalidationId = value,
                            StaticAttributeTags.primarySortKey()),
                    ITEM.number("version", item -> item.version, (item, value) -> item.version = value),
                    ITEM.text(
                            "queueState",
                            item -> item.queueState,
                            (item, value) -> item.queueState = value,
                            StaticAttributeTags.secondaryPartitionKey(PENDING_INDEX)),
                    ITEM.text(
                            "queuedSince",
                            item -> item.queuedSince,
                            (item, value) -> item.queuedSince = value,
                            StaticAttributeTags.secondarySortKey(PENDING_INDEX)),
                    ITEM.texts("pending", item -> item.pending, (item, value) -> item.pending = value),
                    ITEM.number("batchNumber", item -> item.batchNumber, (item, value) -> item.batchNumber = value),
                    ITEM.texts("batch", item -> item.batch, (item, value) -> item.batch = value),
                    ITEM.texts("batchEntries", item -> item.batchEntries, (item, value) -> item.batchEntries = value),
                    ITEM.number("parts", item -> item.parts, (item, value) -> item.parts = value),
                    ITEM.texts("paths", item -> item.paths, (item, value) -> item.paths = value),
                    ITEM.texts("remaining", item -> item.remaining, (item, value) -> item.remaining = value),
                    ITEM.texts(
                            "invalidationIds",
                            item -> item.invalidationIds,
                            (item, value) -> item.invalidationIds = value),
                    ITEM.text("user", item -> item.user, (item, value) -> item.user = value),
                    ITEM.text("createdAt", item -> item.createdAt, (item, value) -> item.createdAt = value),
                    ITEM.text("error", item -> item.error, (item, value) -> item.error = value),
                    ITEM.number("expiresAt", item -> item.expiresAt, (item, value) -> item.expiresAt = value))
            .build();

    private QueueSchema() {}

    /** A head or an entry as the item of the table. */
    public static final class Item {
        private String distributionId = "";
        private String invalidationId = "";
        private @Nullable Long version;
        private @Nullable String queueState;
        private @Nullable String queuedSince;
        private @Nullable List<String> pending;
        private @Nullable Long batchNumber;
        private @Nullable List<String> batch;
        private @Nullable List<String> batchEntries;
        private @Nullable Long parts;
        private @Nullable List<String> paths;
        private @Nullable List<String> remaining;
        private @Nullable List<String> invalidationIds;
        private @Nullable String user;
        private @Nullable String createdAt;
        private @Nullable String error;
        private @Nullable Long expiresAt;

        private Item() {}

        static Item of(QueueHead head, long version, Instant now) {
            Item item = new Item();
            item.distributionId = head.distributionId();
            item.invalidationId = HEAD;
            item.version = version;
            item.pending = head.pending();
            item.batchNumber = head.batchNumber();
            item.batch = head.batch();
            item.batchEntries = head.batchEntries();
            if (!head.isIdle()) {
                item.queueState = PENDING;
                item.queuedSince = Json.time(now);
            }
            return item;
        }

        static Item of(QueueEntry entry, Instant expiresAt) {
            Item item = new Item();
            item.distributionId = entry.distributionId();
            item.invalidationId = entry.key();
            item.version = entry.version();
            item.parts = (long) entry.parts();
            item.paths = entry.paths();
            item.remaining = entry.remaining();
            item.invalidationIds = entry.invalidationIds();
            item.user = entry.user();
            item.createdAt = Json.time(entry.createdAt());
            item.error = entry.error();
            item.expiresAt = expiresAt.getEpochSecond();
            return item;
        }

        String distributionId() {
            return distributionId;
        }

        QueueHead head() {
            return new QueueHead(
                    distributionId,
                    number(version),
                    list(pending),
                    number(batchNumber),
                    list(batch),
                    list(batchEntries));
        }

        QueueEntry entry() {
            return new QueueEntry(
                    distributionId,
                    invalidationId,
                    (int) number(parts),
                    list(paths),
                    list(remaining),
                    list(invalidationIds),
                    Objects.requireNonNullElse(user, "unknown"),
                    Instant.parse(Objects.requireNonNull(createdAt)),
                    error,
                    number(version));
        }

        private static long number(@Nullable Long value) {
            return value == null ? 0 : value;
        }

        private static List<String> list(@Nullable List<String> value) {
            return value == null ? List.of() : value;
        }
    }
}
