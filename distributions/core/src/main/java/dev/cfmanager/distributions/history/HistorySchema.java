// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;

/** How events are kept in the history table: one attribute for each extra, {@code expiresAt} for the table's TTL. */
public final class HistorySchema {

    private static final Attributes<Item, Item> ITEM = Attributes.of(Item.class);

    /** Item to event and back. */
    public static final TableSchema<Item> SCHEMA = schema();

    private HistorySchema() {}

    private static TableSchema<Item> schema() {
        StaticImmutableTableSchema.Builder<Item, Item> schema = ITEM.schema(Item::new, item -> item)
                .addAttribute(ITEM.text(
                        "distributionId",
                        item -> item.distributionId,
                        (item, value) -> item.distributionId = value,
                        StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(ITEM.text(
                        "timestamp",
                        item -> item.timestamp,
                        (item, value) -> item.timestamp = value,
                        StaticAttributeTags.primarySortKey()))
                .addAttribute(ITEM.text("eventId", item -> item.eventId, (item, value) -> item.eventId = value))
                .addAttribute(ITEM.text("action", item -> item.action, (item, value) -> item.action = value))
                .addAttribute(ITEM.text("user", item -> item.user, (item, value) -> item.user = value))
                .addAttribute(ITEM.number("version", item -> item.version, (item, value) -> item.version = value))
                .addAttribute(
                        ITEM.number("expiresAt", item -> item.expiresAt, (item, value) -> item.expiresAt = value));
        for (String extra : HistoryEvent.EXTRAS) {
            schema.addAttribute(ITEM.anyJson(
                    extra, item -> item.extras.get(extra), (item, value) -> item.extras.set(extra, value)));
        }
        return schema.build();
    }

    /** An event as the item of the table. */
    public static final class Item {
        private String distributionId = "";
        private String timestamp = "";
        private String eventId = "";
        private String action = "";
        private String user = "";
        private long version;
        private @Nullable Long expiresAt;
        private final ObjectNode extras = Json.object();

        private Item() {}

        static Item of(HistoryEvent event, Instant expiresAt) {
            Item item = new Item();
            item.distributionId = event.distributionId();
            item.timestamp = Json.time(event.timestamp());
            item.eventId = event.eventId();
            item.action = event.action();
            item.user = event.user();
            item.version = event.version();
            item.expiresAt = expiresAt.getEpochSecond();
            item.extras.setAll(event.extras());
            return item;
        }

        HistoryEvent event() {
            return new HistoryEvent(distributionId, Instant.parse(timestamp), eventId, action, user, version, extras);
        }
    }
}
