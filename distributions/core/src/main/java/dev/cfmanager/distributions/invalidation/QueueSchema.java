// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

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

    /** Item to head or entry and back. */
    public static final TableSchema<Item> SCHEMA = StaticTableSchema.builder(Item.class)
            .newItemSupplier(Item::new)
            .attributes(
                    text(
                            "distributionId",
                            item -> item.distributionId,
                            (item, value) -> item.distributionId = value,
                            StaticAttributeTags.primaryPartitionKey()),
                    text(
                            "invalidationId",
                            item -> item.invalidationId,
                            (item, value) -> item.invalidationId = value,
                            StaticAttributeTags.primarySortKey()),
                    number("version", item -> item.version, (item, value) -> item.version = value),
                    text(
                            "queueState",
                            item -> item.queueState,
                            (item, value) -> item.queueState = value,
                            StaticAttributeTags.secondaryPartitionKey(PENDING_INDEX)),
                    text(
                            "queuedSince",
                            item -> item.queuedSince,
                            (item, value) -> item.queuedSince = value,
                            StaticAttributeTags.secondarySortKey(PENDING_INDEX)),
                    texts("pending", item -> item.pending, (item, value) -> item.pending = value),
                    number("batchNumber", item -> item.batchNumber, (item, value) -> item.batchNumber = value),
                    texts("batch", item -> item.batch, (item, value) -> item.batch = value),
                    texts("batchEntries", item -> item.batchEntries, (item, value) -> item.batchEntries = value),
                    number("parts", item -> item.parts, (item, value) -> item.parts = value),
                    texts("paths", item -> item.paths, (item, value) -> item.paths = value),
                    texts("remaining", item -> item.remaining, (item, value) -> item.remaining = value),
                    texts(
                            "invalidationIds",
                            item -> item.invalidationIds,
                            (item, value) -> item.invalidationIds = value),
                    text("user", item -> item.user, (item, value) -> item.user = value),
                    text("createdAt", item -> item.createdAt, (item, value) -> item.createdAt = value),
                    text("error", item -> item.error, (item, value) -> item.error = value),
                    number("expiresAt", item -> item.expiresAt, (item, value) -> item.expiresAt = value))
            .build();

    private QueueSchema() {}

    private static StaticAttribute<Item, String> text(
            String name,
            Function<Item, @Nullable String> getter,
            BiConsumer<Item, String> setter,
            StaticAttributeTag... tags) {
        return StaticAttribute.builder(Item.class, String.class)
                .name(name)
                .getter(getter)
                .setter(setter)
                .tags(tags)
                .build();
    }

    private static StaticAttribute<Item, Long> number(
            String name, Function<Item, @Nullable Long> getter, BiConsumer<Item, Long> setter) {
        return StaticAttribute.builder(Item.class, Long.class)
                .name(name)
                .getter(getter)
                .setter(setter)
                .build();
    }

    private static StaticAttribute<Item, List<String>> texts(
            String name, Function<Item, @Nullable List<String>> getter, BiConsumer<Item, List<String>> setter) {
        return StaticAttribute.builder(Item.class, EnhancedType.listOf(String.class))
                .name(name)
                .getter(getter)
                .setter(setter)
                .build();
    }

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
