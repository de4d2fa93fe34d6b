// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Reads what a function behind a proxy integration answers.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format">Output format</a>
 */
final class ProxyAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProxyAnswer() {}

    /** The HTTP answer; empty when the payload is not one, which the gateway calls malformed. */
    static Optional<TwinResponse> read(byte[] payload) {
        JsonNode answer;
        try {
            answer = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // a payload that is no JSON is no answer; the gateway's 502 says so
        }
        JsonNode body = answer.path("body");
        int status = answer.path("statusCode").asInt();
        boolean wellFormed = status >= 100
                && status <= 599
                && (body.isTextual() || body.isNull() || body.isMissingNode())
                && isObjectOrAbsent(answer.path("headers"))
                && isObjectOrAbsent(answer.path("multiValueHeaders"));
        if (!wellFormed) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        answer.path("headers").properties().forEach(header -> put(headers, header.getKey(), header.getValue()));
        answer.path("multiValueHeaders")
                .properties()
                .forEach(header -> put(headers, header.getKey(), header.getValue()));
        // Without binary media types the gateway passes text through, even where isBase64Encoded is set.
        return Optional.of(new TwinResponse(status, headers, body.asText("").getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isObjectOrAbsent(JsonNode node) {
        return node.isObject() || node.isNull() || node.isMissingNode();
    }

    private static void put(Map<String, String> headers, String name, JsonNode value) {
        StringJoiner joined = new StringJoiner(", ");
        if (value.isArray()) {
            value.forEach(item -> joined.add(item.asText()));
        } else {
            joined.add(value.asText());
        }
        headers.keySet().removeIf(existing -> existing.equalsIgnoreCase(name));
        headers.put(name, joined.toString());
    }
}
