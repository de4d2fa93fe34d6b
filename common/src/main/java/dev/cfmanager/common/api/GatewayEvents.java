// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads API Gateway's proxy event with the streaming parser into an {@link ApiRequest}. The event type of
 * aws-lambda-java-events with databind costs 26 to 40 % of a cold start, which is why it is not used here.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format">Input format of a Lambda proxy integration</a>
 */
final class GatewayEvents {
    /** A factory of its own: the event is the gateway's, so the limits of client bodies do not apply to it. */
    private static final JsonFactory FACTORY = new JsonFactory();

    private GatewayEvents() {}

    static ApiRequest read(InputStream event) throws IOException {
        Event read = new Event();
        try (JsonParser json = FACTORY.createParser(event)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the event is not a JSON object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                read.member(name, json);
            }
        }
        return read.request();
    }

    private static final class Event {
        private String method = "";
        private String resource = "";
        private Map<String, String> pathParameters = Map.of();
        private Map<String, String> query = Map.of();
        private Map<String, String> headers = Map.of();
        private Map<String, String> claims = Map.of();
        private @Nullable String body;
        private boolean base64;
        private String requestId = "unknown";

        private void member(String name, JsonParser json) throws IOException {
            switch (name) {
                case "httpMethod":
                    method = json.getValueAsString("");
                    break;
                case "resource":
                    resource = json.getValueAsString("");
                    break;
                case "pathParameters":
                    pathParameters = texts(json, false);
                    break;
                case "queryStringParameters":
                    query = texts(json, false);
                    break;
                case "headers":
                    headers = texts(json, true);
                    break;
                case "body":
                    body = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getValueAsString();
                    break;
                case "isBase64Encoded":
                    base64 = json.getValueAsBoolean();
                    break;
                case "requestContext":
                    context(json);
                    break;
                default:
                    json.skipChildren();
            }
        }

        private void context(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("requestId")) {
                    requestId = json.getValueAsString(requestId);
                } else if (name.equals("authorizer") && json.currentToken() == JsonToken.START_OBJECT) {
                    authorizer(json);
                } else {
                    json.skipChildren();
                }
            }
        }

        private void authorizer(JsonParser json) throws IOException {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("claims")) {
                    claims = texts(json, false);
                } else {
                    json.skipChildren();
                }
            }
        }

        private static Map<String, String> texts(JsonParser json, boolean lowerCaseNames) throws IOException {
            Map<String, String> texts = new LinkedHashMap<>();
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    texts.put(lowerCaseNames ? name.toLowerCase(Locale.ROOT) : name, json.getValueAsString(""));
                } else {
                    json.skipChildren();
                }
            }
            return texts;
        }

        private ApiRequest request() {
            String text = body;
            if (text != null && base64) {
                text = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
            }
            return new ApiRequest(
                    method.toUpperCase(Locale.ROOT),
                    resource,
                    pathParameters,
                    query,
                    headers,
                    text,
                    Caller.ofClaims(claims),
                    requestId);
        }
    }
}
