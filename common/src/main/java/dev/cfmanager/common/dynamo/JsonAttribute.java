// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Keeps a JSON object as a DynamoDB map, member by member: integers stay integers, null stays null, order does not. */
public final class JsonAttribute implements AttributeConverter<ObjectNode> {

    /** Keeps any JSON value as the DynamoDB value of its kind: a text as S, a list as L, an object as M. */
    public static AttributeConverter<JsonNode> any() {
        return Any.INSTANCE;
    }

    @Override
    public AttributeValue transformFrom(ObjectNode input) {
        return toAttribute(input);
    }

    @Override
    public ObjectNode transformTo(AttributeValue input) {
        return (ObjectNode) toJson(input);
    }

    @Override
    public EnhancedType<ObjectNode> type() {
        return EnhancedType.of(ObjectNode.class);
    }

    @Override
    public AttributeValueType attributeValueType() {
        return AttributeValueType.M;
    }

    private static AttributeValue toAttribute(JsonNode node) {
        if (node.isObject()) {
            Map<String, AttributeValue> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), toAttribute(member.getValue())));
            return AttributeValue.fromM(members);
        }
        if (node.isArray()) {
            List<AttributeValue> items = new ArrayList<>();
            node.forEach(item -> items.add(toAttribute(item)));
            return AttributeValue.fromL(items);
        }
        if (node.isBoolean()) {
            return AttributeValue.fromBool(node.booleanValue());
        }
        if (node.isNumber()) {
            return AttributeValue.fromN(node.asText());
        }
        return node.isNull() ? AttributeValue.fromNul(true) : AttributeValue.fromS(node.asText());
    }

    private static JsonNode toJson(AttributeValue value) {
        switch (value.type()) {
            case M:
                ObjectNode object = Json.object();
                value.m().forEach((name, member) -> object.set(name, toJson(member)));
                return object;
            case L:
                ArrayNode array = Json.array();
                value.l().forEach(item -> array.add(toJson(item)));
                return array;
            case SS:
                ArrayNode texts = Json.array();
                value.ss().stream().sorted().forEach(texts::add);
                return texts;
            case BOOL:
                return JsonNodeFactory.instance.booleanNode(value.bool());
            case N:
                return number(new BigDecimal(value.n()));
            case S:
                return JsonNodeFactory.instance.textNode(value.s());
            default:
                return JsonNodeFactory.instance.nullNode();
        }
    }

    private enum Any implements AttributeConverter<JsonNode> {
        INSTANCE;

        @Override
        public AttributeValue transformFrom(JsonNode input) {
            return toAttribute(input);
        }

        @Override
        public JsonNode transformTo(AttributeValue input) {
            return toJson(input);
        }

        @Override
        public EnhancedType<JsonNode> type() {
            return EnhancedType.of(JsonNode.class);
        }

        @Override
        public AttributeValueType attributeValueType() {
            return AttributeValueType.S; // what most are; the enhanced client asks only for keys
        }
    }

    private static JsonNode number(BigDecimal number) {
        try {
            long whole = number.longValueExact();
            return whole == (int) whole
                    ? JsonNodeFactory.instance.numberNode((int) whole)
                    : JsonNodeFactory.instance.numberNode(whole);
        } catch (ArithmeticException e) {
            return DecimalNode.valueOf(number);
        }
    }
}
