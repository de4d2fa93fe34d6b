// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.cloudfront.OriginNames;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Events of Lambda@Edge, and what CloudFront takes back.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Event structure</a>
 */
final class LambdaEvents {
    private static final Pattern REGION = Pattern.compile("\\.s3[.-](?:dualstack\\.)?([a-z]{2}-[a-z-]+-\\d)\\.");
    private static final Pattern NOT_ALLOWED = Pattern.compile("connection|expect|keep-alive|proxy-.*|trailer|upgrade"
            + "|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip");

    private LambdaEvents() {}

    /**
     * An event.
     *
     * @param origin the origin, for origin events; else null
     * @param response the response, for response events; else null
     */
    static String event(
            String type,
            TwinRequest request,
            @Nullable Origin origin,
            @Nullable TwinResponse response,
            EdgeContext context,
            boolean includeBody) {
        ObjectNode event = Json.object();
        ObjectNode cf = event.putArray("Records").addObject().putObject("cf");
        cf.putObject("config")
                .put("distributionDomainName", context.distribution().domainName())
                .put("distributionId", context.distribution().id())
                .put("eventType", type)
                .put("requestId", context.requestId());
        ObjectNode asked = cf.putObject("request");
        asked.put("clientIp", context.viewer().address())
                .put("method", request.method())
                .put("querystring", Queries.raw(request.query()))
                .put("uri", request.rawPath());
        ObjectNode headers = asked.putObject("headers");
        request.headers().forEach((name, values) -> values.forEach(value -> header(headers, name, value)));
        if (origin != null) {
            asked.set("origin", origin(origin));
        }
        if (includeBody) {
            asked.putObject("body")
                    .put("action", "read-only")
                    .put("data", Base64.getEncoder().encodeToString(request.body()))
                    .put("encoding", "base64")
                    .put("inputTruncated", false);
        }
        if (response != null) {
            ObjectNode answered = cf.putObject("response");
            answered.put("status", Integer.toString(response.status()))
                    .put("statusDescription", Statuses.text(response.status()));
            ObjectNode given = answered.putObject("headers");
            response.headers().forEach((name, value) -> header(given, name, value));
        }
        return event.toString();
    }

    private static void header(ObjectNode headers, String name, String value) {
        headers.withArray(name.toLowerCase(Locale.ROOT))
                .addObject()
                .put("key", name)
                .put("value", value);
    }

    private static ObjectNode origin(Origin origin) {
        ObjectNode node = Json.object();
        ObjectNode own = node.putObject(origin.s3() ? "s3" : "custom");
        ObjectNode headers = own.putObject("customHeaders");
        origin.headers().forEach((name, value) -> header(headers, name, value));
        own.put("domainName", origin.domainName()).put("path", origin.path());
        if (origin.s3()) {
            Matcher region = REGION.matcher(origin.domainName());
            own.put("authMethod", origin.signsAsIdentity() ? "origin-access-identity" : "none")
                    .put("region", region.find() ? region.group(1) : "us-east-1");
        } else {
            boolean http = origin.protocolPolicy().equals("http-only");
            own.put("port", http ? origin.httpPort() : origin.httpsPort())
                    .put("protocol", http ? "http" : "https")
                    .put("readTimeout", 30)
                    .put("keepaliveTimeout", 5)
                    .putArray("sslProtocols")
                    .add("TLSv1.2");
        }
        return node;
    }

    /** The request that a function returned. */
    static TwinRequest readRequest(JsonNode returned, TwinRequest before) {
        String uri = returned.path("uri").asText();
        if (!uri.startsWith("/")) {
            throw invalid("the uri must begin with a slash");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        returned.path("headers").properties().forEach(entry -> {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            List<String> values = values(entry.getKey(), entry.getValue());
            if (NOT_ALLOWED.matcher(name).matches() && !before.headers().containsKey(name)) {
                throw invalid("the header " + name + " is not allowed");
            }
            headers.put(name, values);
        });
        return new TwinRequest(
                before.method(),
                before.host(),
                uri,
                TwinRequest.parseQuery(returned.path("querystring").asText()),
                headers,
                body(returned, before.body()));
    }

    private static byte[] body(JsonNode returned, byte[] before) {
        JsonNode body = returned.path("body");
        if (!body.path("action").asText().equals("replace")) {
            return before;
        }
        String data = body.path("data").asText();
        return body.path("encoding").asText().equals("text")
                ? data.getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(data);
    }

    /** The origin that a function's request names in place of the one before. */
    static Origin readOrigin(JsonNode request, Origin before) {
        JsonNode origin = request.path("origin");
        if (origin.isMissingNode()) {
            return before;
        }
        if (origin.has("s3") == origin.has("custom")) {
            throw invalid("the origin must be either s3 or custom");
        }
        JsonNode own = origin.path(origin.has("s3") ? "s3" : "custom");
        String domainName = own.path("domainName").asText();
        String path = own.path("path").asText();
        if (domainName.isEmpty() || (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/")))) {
            throw invalid("the origin needs a domainName, and a path that begins but does not end with a slash");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        own.path("customHeaders")
                .properties()
                .forEach(entry ->
                        headers.put(entry.getKey(), String.join(",", values(entry.getKey(), entry.getValue()))));
        return origin.has("s3")
                ? bucket(own, before, domainName, path, headers)
                : custom(own, before, domainName, path, headers);
    }

    private static Origin bucket(
            JsonNode own, Origin before, String domainName, String path, Map<String, String> headers) {
        String method = own.path("authMethod").asText();
        boolean identity = method.equals("origin-access-identity");
        if (!identity && !method.equals("none")) {
            throw invalid("authMethod must be origin-access-identity or none");
        }
        if (identity && own.path("region").asText().isEmpty()) {
            throw invalid("region must be specified with authMethod origin-access-identity");
        }
        if (!OriginNames.s3Rest(domainName)) {
            throw invalid("the domainName of an s3 origin must be a bucket's");
        }
        return before.bucket(
                domainName, path, identity && !before.accessIdentity().isEmpty(), headers);
    }

    private static Origin custom(
            JsonNode own, Origin before, String domainName, String path, Map<String, String> headers) {
        String protocol = own.path("protocol").asText();
        int port = own.path("port").asInt();
        if (!protocol.equals("http") && !protocol.equals("https")) {
            throw invalid("protocol must be http or https");
        }
        if (port != 80 && port != 443 && (port < 1024 || port > 65_535)) {
            throw invalid("port must be 80, 443 or 1024 to 65535");
        }
        return before.custom(domainName, path, protocol, port, headers);
    }

    /** The response that a function returned; the body stays unless it gave another. */
    static TwinResponse readResponse(JsonNode returned, byte[] before) {
        int status = returned.path("status").asInt();
        if (status < 200 || status > 599) {
            throw invalid("status must be an HTTP status of 200 to 599");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        returned.path("headers")
                .properties()
                .forEach(entry ->
                        headers.put(entry.getKey(), String.join(", ", values(entry.getKey(), entry.getValue()))));
        JsonNode body = returned.path("body");
        byte[] bytes = !body.isTextual()
                ? before
                : returned.path("bodyEncoding").asText().equals("base64")
                        ? Base64.getDecoder().decode(body.asText())
                        : body.asText().getBytes(StandardCharsets.UTF_8);
        return new TwinResponse(status, headers, bytes);
    }

    /** CloudFront's form of headers: a list of key and value under the lower-case name. */
    private static List<String> values(String name, JsonNode list) {
        if (!list.isArray()) {
            throw invalid("the header " + name + " must be a list of objects with key and value");
        }
        List<String> values = new ArrayList<>();
        for (JsonNode entry : list) {
            String key = entry.path("key").asText(name);
            if (!entry.path("value").isTextual() || !key.equalsIgnoreCase(name)) {
                throw invalid("the header " + name + " must be a list of objects with key and value");
            }
            values.add(entry.path("value").asText());
        }
        return values;
    }

    static EdgeCodeException invalid(String message) {
        return EdgeCodeException.invalid("Lambda", "The Lambda function result failed validation: " + message + ".");
    }
}
