// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

/** How events are kept in the history table: one attribute for each extra, {@code expiresAt} for the table's TTL. */
public final class HistorySchema {

    /** Item to event and back. */
    public static final TableSchema<Item> SCHEMA = schema();

    private HistorySchema() {}

    private static TableSchema<Item> schema() {
        StaticTableSchema.Builder<Item> schema = StaticTableSchema.builder(Item.class)
                .newItemSupplier(Item::new)
                .addAttribute(String.class, attribute -> attribute
                        .name("distributionId")
                        .getter(item -> item.distributionId)
                        .setter((item, value) -> item.distributionId = value)
                        .tags(StaticAttributeTags.primaryPartitionKey()))
                .addAttribute(String.class, attribute -> attribute
                        .name("timestamp")
                        .getter(item -> item.timestamp)
                        .setter((item, value) -> item.timestamp = value)
                        .tags(StaticAttributeTags.primarySortKey()))
                .addAttribute(String.class, attribute -> attribute
                        .name("eventId")
                        .getter(item -> item.eventId)
                        .setter((item, value) -> item.eventId = value))
                .addAttribute(String.class, attribute -> attribute
                        .name("action")
                        .getter(item -> item.action)
                        .setter((item, value) -> item.action = value))
                .addAttribute(String.class, attribute -> attribute
                        .name("user")
                        .getter(item -> item.user)
                        .setter((item, value) -> item.user = value))
                .addAttribute(Long.class, attribute -> attribute
                        .name("version")
                        .getter(item -> item.version)
                        .setter((item, value) -> item.version = value))
                .addAttribute(Long.class, attribute -> attribute
                        .name("expiresAt")
                        .getter(item -> item.expiresAt)
                        .setter((item, value) -> item.expiresAt = value));
        for (String extra : HistoryEvent.EXTRAS) {
            schema.addAttribute(JsonNode.class, attribute -> attribute
                    .name(extra)
                    .getter(item -> item.extras.get(extra))
                    .setter((item, value) -> item.extras.set(extra, value))
                    .attributeConverter(JsonAttribute.any()));
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
