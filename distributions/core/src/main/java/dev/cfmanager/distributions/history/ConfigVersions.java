// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.dynamo.Table;
import dev.cfmanager.common.json.CompressedJson;
import dev.cfmanager.common.json.Json;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/**
 * Every configuration that was applied, compressed, under its number: items of the history table whose partition key is
 * {@code config#<distribution id>} and whose sort key is the number with ten digits. They have no {@code expiresAt}: a
 * version is worth keeping for as long as somebody may want to go back to it.
 */
final class ConfigVersions {
    private static final Attributes<Item, Item> ITEM = Attributes.of(Item.class);
    private static final TableSchema<Item> SCHEMA = ITEM.schema(Item::new, item -> item)
            .addAttribute(ITEM.text(
                    "distributionId",
                    item -> item.partition,
                    (item, value) -> item.partition = value,
                    StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(ITEM.text(
                    "timestamp",
                    item -> item.number,
                    (item, value) -> item.number = value,
                    StaticAttributeTags.primarySortKey()))
            .addAttribute(ITEM.text("eventId", item -> item.eventId, (item, value) -> item.eventId = value))
            .addAttribute(ITEM.text("appliedAt", item -> item.appliedAt, (item, value) -> item.appliedAt = value))
            .addAttribute(ITEM.text("user", item -> item.user, (item, value) -> item.user = value))
            .addAttribute(ITEM.bytes("config", item -> item.config, (item, value) -> item.config = value))
            .build();

    private final Table<Item> table;

    ConfigVersions(ExecutionEnvironment environment, String tableName) {
        this.table = new Table<>(environment, tableName, SCHEMA);
    }

    /** One version as the item of the table; {@code config} is the gzip of its JSON. */
    private static final class Item {
        private String partition = "";
        private String number = "";
        private String eventId = "";
        private String appliedAt = "";
        private String user = "";
        private @Nullable SdkBytes config;
    }

    void keep(HistoryEvent event, ObjectNode config) {
        Item item = new Item();
        item.partition = partition(event.distributionId());
        item.number = number(event.extras().path("configVersion").asLong());
        item.eventId = event.eventId();
        item.appliedAt = Json.time(event.timestamp());
        item.user = event.user();
        item.config = SdkBytes.fromByteArray(CompressedJson.of(config));
        Expression free = Expression.builder()
                .expression("attribute_not_exists(#id)")
                .putExpressionName("#id", "distributionId")
                .build();
        table.putIf(item, free);
    }

    Optional<ObjectNode> find(String distributionId, long configVersion) {
        return table.get(Key.builder()
                        .partitionValue(partition(distributionId))
                        .sortValue(number(configVersion))
                        .build())
                .map(item -> item.config)
                .map(bytes -> (ObjectNode) CompressedJson.read(bytes.asByteArray()));
    }

    private static String partition(String distributionId) {
        return "config#" + distributionId;
    }

    private static String number(long configVersion) {
        return String.format(Locale.ROOT, "%010d", configVersion);
    }
}
