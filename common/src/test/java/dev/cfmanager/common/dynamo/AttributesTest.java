// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributesTest {
    private static final Attributes<Thing, Thing> ITEM = Attributes.of(Thing.class);

    private static final TableSchema<Thing> SCHEMA = ITEM.schema(Thing::new, thing -> thing)
            .attributes(
                    ITEM.text(
                            "id",
                            thing -> thing.id,
                            (thing, value) -> thing.id = value,
                            StaticAttributeTags.primaryPartitionKey()),
                    ITEM.time("at", thing -> thing.at, (thing, value) -> thing.at = value),
                    ITEM.number("count", thing -> thing.count, (thing, value) -> thing.count = value),
                    ITEM.truth("on", thing -> thing.on, (thing, value) -> thing.on = value),
                    ITEM.texts("list", thing -> thing.list, (thing, value) -> thing.list = value),
                    ITEM.set("set", thing -> thing.set, (thing, value) -> thing.set = value),
                    ITEM.textsByName("map", thing -> thing.map, (thing, value) -> thing.map = value),
                    ITEM.bytes("bytes", thing -> thing.bytes, (thing, value) -> thing.bytes = value),
                    ITEM.json("json", thing -> thing.json, (thing, value) -> thing.json = value),
                    ITEM.anyJson("any", thing -> thing.any, (thing, value) -> thing.any = value))
            .build();

    @Test
    void keepEachKindAsDynamoDbHasItAndGiveItBack() {
        Thing thing = new Thing();
        thing.id = "a";
        thing.at = Instant.parse("2026-01-02T03:04:05Z");
        thing.count = 7L;
        thing.on = true;
        thing.list = List.of("b", "a", "b");
        thing.set = Set.of("x");
        thing.map = Map.of("k", "v");
        thing.bytes = SdkBytes.fromUtf8String("bytes");
        thing.json = Json.object().put("deep", 1);
        thing.any = Json.array().add("first");

        Map<String, AttributeValue> item = SCHEMA.itemToMap(thing, true);

        assertThat(item)
                .containsEntry("id", AttributeValue.fromS("a"))
                .containsEntry("at", AttributeValue.fromS("2026-01-02T03:04:05.000Z"))
                .containsEntry("count", AttributeValue.fromN("7"))
                .containsEntry("on", AttributeValue.fromBool(true))
                .containsEntry(
                        "list",
                        AttributeValue.fromL(List.of("b", "a", "b").stream()
                                .map(AttributeValue::fromS)
                                .toList()))
                .containsEntry("set", AttributeValue.fromSs(List.of("x")))
                .containsEntry("map", AttributeValue.fromM(Map.of("k", AttributeValue.fromS("v"))))
                .containsEntry("bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")))
                .containsEntry("json", AttributeValue.fromM(Map.of("deep", AttributeValue.fromN("1"))))
                .containsEntry("any", AttributeValue.fromL(List.of(AttributeValue.fromS("first"))));
        assertThat(SCHEMA.itemToMap(SCHEMA.mapToItem(item), true)).isEqualTo(item);
        assertThat(SCHEMA.tableMetadata().primaryPartitionKey()).isEqualTo("id");
    }

    @Test
    void whatAnItemDoesNotHaveIsNoAttribute() {
        Thing thing = new Thing();
        thing.id = "a";

        assertThat(SCHEMA.itemToMap(thing, true)).containsOnlyKeys("id");
        assertThat(SCHEMA.mapToItem(Map.of("id", AttributeValue.fromS("a"))).at).isNull();
    }

    private static final class Thing {
        private String id = "";
        private @Nullable Instant at;
        private @Nullable Long count;
        private @Nullable Boolean on;
        private @Nullable List<String> list;
        private Set<String> set = Set.of();
        private @Nullable Map<String, String> map;
        private @Nullable SdkBytes bytes;
        private @Nullable ObjectNode json;
        private @Nullable JsonNode any;
    }
}
