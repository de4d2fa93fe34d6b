// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as AWS's JSON protocols write it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    /**
     * Reads one JSON value and nothing behind it.
     *
     * @throws JsonProcessingException when the text is no JSON, or empty
     */
    public static JsonNode parse(String text) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(text);
        if (node.isMissingNode()) {
            throw new EmptyJson();
        }
        return node;
    }

    /** Reads text that this process wrote as JSON; anything else is a defect of the twin. */
    public static JsonNode read(String written) {
        try {
            return parse(written);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the twin kept a text that is no JSON: " + written, e);
        }
    }

    /** The value as compact JSON text. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + node, e);
        }
    }

    /** The value as plain Java maps, lists, strings, numbers, booleans and nulls. */
    public static @Nullable Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }

    /** The reverse of {@link #plain}. */
    public static JsonNode tree(@Nullable Object plain) {
        return MAPPER.valueToTree(plain);
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** A time as AWS's JSON protocols carry it: seconds since 1970 with milliseconds as decimals. */
    public static DecimalNode time(Instant at) {
        return DecimalNode.valueOf(BigDecimal.valueOf(at.toEpochMilli(), 3));
    }

    /** Names and values as an object of strings, in the map's order. */
    public static ObjectNode strings(Map<String, String> values) {
        ObjectNode node = object();
        values.forEach(node::put);
        return node;
    }

    /** A refusal of the {@code application/x-amz-json-1.x} protocols. */
    public static TwinResponse refusal(AwsError error, String contentType) {
        ObjectNode body = object().put("__type", error.code()).put("message", error.text());
        error.members().forEach(body::put);
        return TwinResponse.json(error.status(), contentType, write(body));
    }

    private static final class EmptyJson extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        EmptyJson() {
            super("no content to read");
        }
    }
}
