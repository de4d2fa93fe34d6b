// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** Policies as JSON trees. */
final class PolicyJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyJson() {}

    /**
     * Parses a document.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code MalformedPolicy} when it is no JSON object
     */
    static JsonNode read(String text) {
        try {
            JsonNode document = JSON.readTree(text);
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException notJson) {
            throw PolicyRules.malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        throw PolicyRules.malformed("Policies must be valid JSON and the first byte must be '{'");
    }

    static String write(JsonNode document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** The texts of a string or a list of strings; a missing node has none. */
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asText()));
        } else if (!node.isMissingNode()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** The statements, whether given as a list or as a single object. */
    static List<JsonNode> statements(JsonNode document) {
        JsonNode node = document.path("Statement");
        List<JsonNode> statements = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(statements::add);
        } else {
            statements.add(node);
        }
        return statements;
    }
}
