// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answered to the gateway.
 *
 * @param status HTTP status
 * @param headers headers as sent
 * @param body the envelope; an empty object for an empty body
 */
public record GatewayAnswer(int status, Map<String, String> headers, JsonNode body) {

    static GatewayAnswer of(String answer) {
        JsonNode json = Json.parseOwn(answer);
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        String body = json.path("body").asText();
        return new GatewayAnswer(
                json.path("statusCode").asInt(), headers, body.isEmpty() ? Json.object() : Json.parseOwn(body));
    }

    /** The envelope's {@code data}. */
    public JsonNode data() {
        return body.path("data");
    }

    /** The envelope's {@code code}; empty on success. */
    public String code() {
        return body.path("code").asText();
    }

    /** The envelope's {@code message}. */
    public String message() {
        return body.path("message").asText();
    }
}
