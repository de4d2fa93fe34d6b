// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The one JSON mapper, used for trees only: no class of ours is read or written by reflection. */
public final class Json {
    /** How deep a body may nest: DynamoDB keeps documents to 32 levels, and ours sit some levels down in an item. */
    public static final int MAX_DEPTH = 24;

    private static final int MAX_NUMBER_DIGITS = 38; // DynamoDB's precision
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /** The streaming factory, with the limits of request bodies. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Parses one JSON value.
     *
     * @throws JsonProcessingException when it is malformed, too deep, has duplicate members or numbers beyond 38 digits
     */
    public static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Parses JSON that we wrote ourselves; a failure is a defect. */
    public static JsonNode parseOwn(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON does not parse", e);
        }
    }

    /** The compact text of a tree. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a text", e);
        }
    }

    /** The compact text of a tree with the members of every object in the order of their names: equal trees, equal text. */
    public static String canonical(JsonNode node) {
        return write(sorted(node));
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A time as the wire and the tables spell it: {@code 2026-01-31T08:15:30.123Z}, always with milliseconds. */
    public static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = array();
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = object();
        node.properties().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(member -> object.set(member.getKey(), sorted(member.getValue())));
        return object;
    }
}
