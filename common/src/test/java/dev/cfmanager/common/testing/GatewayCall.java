// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call through API Gateway: builds the proxy event of a REST API and reads the handler's answer. By default an
 * Administrator calls from {@code https://app.example.com}.
 */
public final class GatewayCall {
    private final String method;
    private final String resource;
    private final Map<String, String> pathParameters = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String group = "Administrators";
    private @Nullable String body;
    private Context context = PrimingContext.INSTANCE;

    private GatewayCall(String method, String resource) {
        this.method = method;
        this.resource = resource;
        headers.put("Origin", "https://app.example.com");
        headers.put("Authorization", "Bearer " + Secrets.TOKEN);
        headers.put("Cookie", "password=" + Secrets.PASSWORD);
        headers.put("Referer", Secrets.PRESIGNED_URL);
    }

    /** A call of that method and route, such as {@code GET}, {@code /distributions/{id}}. */
    public static GatewayCall of(String method, String resource) {
        return new GatewayCall(method, resource);
    }

    /** Sets a path parameter, as the gateway passes it: still percent-encoded. */
    public GatewayCall path(String name, String value) {
        pathParameters.put(name, value);
        return this;
    }

    /** Sets a query parameter. */
    public GatewayCall query(String name, String value) {
        query.put(name, value);
        return this;
    }

    /** Sets a header. */
    public GatewayCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Calls as a member of that group only. */
    public GatewayCall as(String newGroup) {
        this.group = newGroup;
        return this;
    }

    /** Calls without any claims. */
    public GatewayCall asNobody() {
        this.group = null;
        return this;
    }

    /** Sets the body's text. */
    public GatewayCall body(String text) {
        this.body = text;
        return this;
    }

    /** Calls a function that has only that much time left; by default it has ten seconds. */
    public GatewayCall within(Duration left) {
        this.context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getName().equals("getRemainingTimeInMillis")
                        ? Math.toIntExact(left.toMillis())
                        : method.invoke(PrimingContext.INSTANCE, arguments));
        return this;
    }

    /**
     * Sends it to a handler.
     *
     * @throws AssertionError when the answer is not what the OpenAPI document says this operation may answer, or when it
     *     holds one of the {@link Secrets} that came with the call
     */
    public GatewayAnswer to(RequestStreamHandler handler) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CallingFunction ignored = CallingFunction.named(handler)) {
            handler.handleRequest(new ByteArrayInputStream(event().getBytes(StandardCharsets.UTF_8)), out, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GatewayAnswer answer = GatewayAnswer.of(out.toString(StandardCharsets.UTF_8));
        Secrets.refuseInAnswer(event(), answer.status(), answer.body().toString());
        if (isOperation(handler)) {
            ApiDocument.ofRepository().check(method, resource, answer.status(), answer.headers(), answer.body());
        }
        return answer;
    }

    /** The shell's own tests have handlers that serve nothing of the API; preflights are the gateway's. */
    private boolean isOperation(RequestStreamHandler handler) {
        return !handler.getClass().getPackageName().startsWith("dev.cfmanager.common") && !method.equals("OPTIONS");
    }

    /** The event's JSON text. */
    public String event() {
        ObjectNode event = Json.object().put("resource", resource).put("httpMethod", method);
        event.put("path", resource);
        event.set("headers", texts(headers));
        event.set("multiValueHeaders", Json.object());
        event.set("queryStringParameters", query.isEmpty() ? null : texts(query));
        event.set("pathParameters", pathParameters.isEmpty() ? null : texts(pathParameters));
        ObjectNode context =
                event.putObject("requestContext").put("requestId", "request-1").put("stage", "api");
        if (group != null) {
            ObjectNode claims = context.putObject("authorizer").putObject("claims");
            claims.put("sub", "sub-1").put("email", Secrets.EMAIL).put("cognito:groups", group);
        }
        event.put("body", body).put("isBase64Encoded", false);
        return Json.write(event);
    }

    private static JsonNode texts(Map<String, String> values) {
        ObjectNode node = Json.object();
        values.forEach(node::put);
        return node;
    }
}
