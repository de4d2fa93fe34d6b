// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The event a REST API sends to a function behind a proxy integration.
 *
 * @param request the request, its path without the stage
 * @param path that path, still percent-encoded
 * @param resource the matched resource, such as {@code /origins/{id}}
 * @param pathParameters its values, still percent-encoded
 * @param stage name of the stage
 * @param apiId id of the API
 * @param claims what the authorizer found; empty on an open method
 * @param requestId id of this request
 * @param at time of its arrival
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format">Input format</a>
 */
record ProxyEvent(
        TwinRequest request,
        String path,
        String resource,
        Map<String, String> pathParameters,
        String stage,
        String apiId,
        Map<String, String> claims,
        String requestId,
        Instant at) {
    private static final DateTimeFormatter REQUEST_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String LOOPBACK = "127.0.0.1";

    byte[] json() {
        Map<String, List<String>> headers = headers();
        ObjectNode event = Json.object();
        event.put("resource", resource);
        event.put("path", path);
        event.put("httpMethod", request.method());
        single(event, "headers", headers);
        multiple(event, "multiValueHeaders", headers);
        single(event, "queryStringParameters", request.query());
        multiple(event, "multiValueQueryStringParameters", request.query());
        if (pathParameters.isEmpty()) {
            event.putNull("pathParameters");
        } else {
            pathParameters.forEach(event.putObject("pathParameters")::put);
        }
        event.putNull("stageVariables");
        context(event.putObject("requestContext"));
        if (request.body().length == 0) {
            event.putNull("body");
        } else {
            event.put("body", request.bodyText());
        }
        event.put("isBase64Encoded", false);
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }

    private void context(ObjectNode context) {
        context.put("resourceId", "local");
        context.put("resourcePath", resource);
        context.put("httpMethod", request.method());
        context.put("extendedRequestId", requestId);
        context.put("requestTime", REQUEST_TIME.format(at));
        context.put("path", "/" + stage + path);
        context.put("accountId", Kernel.ACCOUNT);
        context.put("protocol", "HTTP/1.1");
        context.put("stage", stage);
        context.put("domainPrefix", apiId);
        context.put("requestTimeEpoch", at.toEpochMilli());
        context.put("requestId", requestId);
        ObjectNode identity = context.putObject("identity");
        for (String unknown : List.of(
                "cognitoIdentityPoolId",
                "accountId",
                "cognitoIdentityId",
                "caller",
                "principalOrgId",
                "accessKey",
                "cognitoAuthenticationType",
                "cognitoAuthenticationProvider",
                "userArn",
                "user")) {
            identity.putNull(unknown);
        }
        identity.put("sourceIp", LOOPBACK);
        identity.put("userAgent", request.header("user-agent").orElse(null));
        context.put("domainName", request.host());
        context.put("apiId", apiId);
        if (!claims.isEmpty()) {
            claims.forEach(context.putObject("authorizer").putObject("claims")::put);
        }
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.put("X-Forwarded-For", List.of(LOOPBACK));
        headers.put("X-Forwarded-Proto", List.of("http"));
        return headers;
    }

    private static void single(ObjectNode event, String name, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.putNull(name);
            return;
        }
        ObjectNode last = event.putObject(name);
        values.forEach((key, all) -> last.put(key, all.get(all.size() - 1)));
    }

    private static void multiple(ObjectNode event, String name, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.putNull(name);
            return;
        }
        ObjectNode every = event.putObject(name);
        values.forEach((key, all) -> {
            ArrayNode list = every.putArray(key);
            all.forEach(list::add);
        });
    }
}
