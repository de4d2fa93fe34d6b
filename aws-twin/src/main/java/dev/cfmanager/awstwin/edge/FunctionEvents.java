// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Events of CloudFront Functions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">Event structure</a>
 */
final class FunctionEvents {
    private FunctionEvents() {}

    static String request(TwinRequest request, EdgeContext context) {
        ObjectNode event = event(context, "viewer-request");
        event.set("request", node(request));
        return event.toString();
    }

    static String response(TwinRequest request, TwinResponse response, EdgeContext context) {
        ObjectNode event = event(context, "viewer-response");
        event.set("request", node(request));
        ObjectNode node = event.putObject("response");
        node.put("statusCode", response.status());
        node.put("statusDescription", Statuses.text(response.status()));
        ObjectNode headers = node.putObject("headers");
        response.headers().forEach((name, value) -> headers.putObject(name.toLowerCase(Locale.ROOT))
                .put("value", value));
        node.putObject("cookies");
        return event.toString();
    }

    private static ObjectNode event(EdgeContext context, String type) {
        ObjectNode event = Json.object();
        event.put("version", "1.0");
        event.putObject("context")
                .put("distributionDomainName", context.distribution().domainName())
                .put("distributionId", context.distribution().id())
                .put("eventType", type)
                .put("requestId", context.requestId());
        event.putObject("viewer").put("ip", context.viewer().address());
        return event;
    }

    private static ObjectNode node(TwinRequest request) {
        ObjectNode node = Json.object();
        node.put("method", request.method()).put("uri", request.rawPath());
        ObjectNode query = node.putObject("querystring");
        request.query().forEach((name, values) -> multi(query, name, values));
        ObjectNode headers = node.putObject("headers");
        request.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                multi(headers, name, values);
            }
        });
        ObjectNode cookies = node.putObject("cookies");
        CacheKey.Cookies.of(request)
                .forEach((name, value) -> cookies.putObject(name).put("value", value));
        return node;
    }

    private static void multi(ObjectNode parent, String name, List<String> values) {
        ObjectNode entry = parent.putObject(name).put("value", values.isEmpty() ? "" : values.get(values.size() - 1));
        if (values.size() > 1) {
            var all = entry.putArray("multiValue");
            values.forEach(value -> all.addObject().put("value", value));
        }
    }

    /** The request that a function returned, with what it cannot change taken from the one before. */
    static TwinRequest readRequest(JsonNode returned, TwinRequest before) {
        String uri = returned.path("uri").asText();
        if (!uri.startsWith("/")) {
            throw EdgeCodeException.invalid("Function", "request.uri must begin with a slash.");
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        returned.path("querystring").properties().forEach(entry -> query.put(entry.getKey(), values(entry.getValue())));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        returned.path("headers").properties().forEach(entry -> headers.put(entry.getKey(), values(entry.getValue())));
        List<String> cookies = new ArrayList<>();
        returned.path("cookies")
                .properties()
                .forEach(entry -> cookies.add(
                        entry.getKey() + "=" + entry.getValue().path("value").asText()));
        if (!cookies.isEmpty()) {
            headers.put("cookie", List.of(String.join("; ", cookies)));
        }
        headers.put("host", List.of(before.host()));
        return new TwinRequest(before.method(), before.host(), uri, query, headers, before.body());
    }

    private static List<String> values(JsonNode entry) {
        List<String> all = new ArrayList<>();
        entry.path("multiValue").forEach(value -> all.add(value.path("value").asText()));
        return all.isEmpty() ? List.of(entry.path("value").asText()) : all;
    }

    /** The response that a function returned; the body stays unless it gave another. */
    static TwinResponse readResponse(JsonNode returned, byte[] body) {
        int status = returned.path("statusCode").asInt();
        if (status < 100 || status > 599) {
            throw EdgeCodeException.invalid("Function", "response.statusCode is missing or no HTTP status.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        returned.path("headers")
                .properties()
                .forEach(entry -> headers.put(
                        entry.getKey(), entry.getValue().path("value").asText()));
        JsonNode own = returned.path("body");
        if (own.isTextual()) {
            return new TwinResponse(status, headers, own.asText().getBytes(StandardCharsets.UTF_8));
        }
        if (own.path("data").isTextual()) {
            String data = own.path("data").asText();
            return new TwinResponse(
                    status,
                    headers,
                    own.path("encoding").asText().equals("base64")
                            ? Base64.getDecoder().decode(data)
                            : data.getBytes(StandardCharsets.UTF_8));
        }
        return new TwinResponse(status, headers, body);
    }
}
