// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.RSAKey;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.Route;
import dev.cfmanager.local.signin.SigningKey;
import dev.cfmanager.local.signin.TokenIssuer;
import dev.cfmanager.local.signin.TokenVerifier;
import dev.cfmanager.local.signin.UserPool;
import dev.cfmanager.local.template.Evaluator;
import dev.cfmanager.local.template.References;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestApiTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final RSAKey KEY = SigningKey.of(Optional.empty());
    private static final UserPool POOL = pool();
    private static final String TOKEN =
            new TokenIssuer(KEY, POOL, InstantSource.system()).idToken(Optional.of("Administrators"));
    private static final String TEMPLATE = """
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: api
                  Auth:
                    DefaultAuthorizer: Users
                    Authorizers: { Users: { UserPoolArn: pool } }
                  Cors:
                    AllowOrigin: "'https://console.example'"
                    AllowHeaders: "'Authorization'"
                    AllowMethods: "'GET,OPTIONS'"
                    MaxAge: "'600'"
                  GatewayResponses:
                    DEFAULT_4XX: &worded
                      ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://console.example'" } }
                      ResponseTemplates:
                        application/json: '{"message":$context.error.messageString,"code":"$context.error.responseType","requestId":"$context.requestId"}'
                    DEFAULT_5XX: *worded
                  MethodSettings:
                    - { ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 1, ThrottlingBurstLimit: 30 }
            """;

    private final Map<Route, Integration> routes = new LinkedHashMap<>();
    private final AtomicReference<JsonNode> event = new AtomicReference<>();
    private Duration timeout = Duration.ofSeconds(29);
    private Optional<RestApi> api = Optional.empty();

    @AfterEach
    void stop() {
        api.ifPresent(RestApi::close);
    }

    @Test
    void sendsTheFunctionTheEventOfAProxyIntegration() {
        serve("GET", "/origins/{id}", echo());
        TwinRequest request = new TwinRequest(
                "GET",
                "127.0.0.1:8080",
                "/api/origins/a%2Fb",
                TwinRequest.parseQuery("limit=1&limit=2&empty"),
                Map.of("Authorization", List.of("Bearer " + TOKEN), "User-Agent", List.of("test")),
                new byte[0]);

        TwinResponse response = answer(request);

        assertThat(response.status()).isEqualTo(200);
        JsonNode sent = event.get();
        assertThat(sent.path("resource").asText()).isEqualTo("/origins/{id}");
        assertThat(sent.path("path").asText()).isEqualTo("/origins/a%2Fb");
        assertThat(sent.path("httpMethod").asText()).isEqualTo("GET");
        assertThat(sent.path("pathParameters")).hasToString("{\"id\":\"a%2Fb\"}");
        assertThat(sent.path("queryStringParameters")).hasToString("{\"limit\":\"2\",\"empty\":\"\"}");
        assertThat(sent.path("multiValueQueryStringParameters"))
                .hasToString("{\"limit\":[\"1\",\"2\"],\"empty\":[\"\"]}");
        assertThat(sent.path("headers").path("user-agent").asText()).isEqualTo("test");
        assertThat(sent.path("body").isNull()).isTrue();
        assertThat(sent.path("isBase64Encoded").asBoolean(true)).isFalse();
        JsonNode context = sent.path("requestContext");
        assertThat(context.path("path").asText()).isEqualTo("/api/origins/a%2Fb");
        assertThat(context.path("stage").asText()).isEqualTo("api");
        assertThat(context.path("requestTimeEpoch").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(context.path("requestTime").asText()).isEqualTo("04/Mar/2026:05:06:07 +0000");
        assertThat(context.path("requestId").asText())
                .isEqualTo(response.header("x-amzn-RequestId").orElseThrow());
        assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(context.path("authorizer")
                        .path("claims")
                        .path("cognito:groups")
                        .asText())
                .isEqualTo("Administrators");
    }

    @Test
    void passesTheBodyAsText() {
        serve("POST", "/origins", echo());

        answer(request("POST", "/origins", "{\"name\":\"größe\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(event.get().path("body").asText()).isEqualTo("{\"name\":\"größe\"}");
    }

    @Test
    void passesTheFunctionsAnswerOn() {
        serve(
                "GET",
                "/a",
                lambda("{\"statusCode\":404,\"headers\":{\"X-A\":1},"
                        + "\"multiValueHeaders\":{\"X-B\":[\"1\",\"2\"]},\"body\":\"gone\"}"));

        TwinResponse response = answer(request("GET", "/a"));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.bodyText()).isEqualTo("gone");
        assertThat(response.headers()).containsEntry("X-A", "1").containsEntry("X-B", "1, 2");
    }

    @Test
    void prefersTheMoreSpecificRouteWhateverTheOrder() {
        serve("ANY", "/{proxy+}", lambda("{\"statusCode\":200,\"body\":\"greedy\"}"));
        serve("GET", "/a/{id}", lambda("{\"statusCode\":200,\"body\":\"parameter\"}"));
        serve("GET", "/a/b", lambda("{\"statusCode\":200,\"body\":\"literal\"}"));

        assertThat(answer(request("GET", "/a/b")).bodyText()).isEqualTo("literal");
        assertThat(answer(request("GET", "/a/c")).bodyText()).isEqualTo("parameter");
        assertThat(answer(request("DELETE", "/a/b")).bodyText()).isEqualTo("greedy");
    }

    @Test
    void answersAPreflightWithoutATokenAndWithoutTheFunction() {
        serve("GET", "/a", echo());
        TwinRequest preflight = new TwinRequest(
                "OPTIONS",
                "localhost",
                "/api/a",
                Map.of(),
                Map.of("Access-Control-Request-Method", List.of("GET")),
                new byte[0]);

        TwinResponse response = answer(preflight);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://console.example")
                .containsEntry("Access-Control-Allow-Headers", "Authorization")
                .containsEntry("Access-Control-Allow-Methods", "GET,OPTIONS")
                .containsEntry("Access-Control-Max-Age", "600");
        assertThat(event.get()).isNull();
    }

    @Test
    void refusesARequestWithoutATokenOrWithABadOne() {
        serve("GET", "/a", echo());

        assertRefused(answer(request("GET", "/a", Optional.empty(), new byte[0])), 401, "UNAUTHORIZED", "Unauthorized");
        assertRefused(answer(request("GET", "/a", Optional.of(" "), new byte[0])), 401, "UNAUTHORIZED", "Unauthorized");
        assertRefused(
                answer(request("GET", "/a", Optional.of("Bearer x.y.z"), new byte[0])),
                401,
                "UNAUTHORIZED",
                "Unauthorized");
        assertThat(event.get()).as("the function was not asked").isNull();
    }

    @Test
    void servesAnOpenMethodWithoutAToken() {
        routes.put(new Route("Api", "GET", "/open", true), echo());

        assertThat(answer(request("GET", "/open", Optional.empty(), new byte[0]))
                        .status())
                .isEqualTo(200);
        assertThat(event.get().path("requestContext").has("authorizer")).isFalse();
    }

    @Test
    void saysMissingTokenForWhatTheTemplateDoesNotDeclare() {
        serve("GET", "/a", echo());

        for (TwinRequest unknown :
                List.of(request("GET", "/b"), request("POST", "/a"), request("GET", "/"), request("OPTIONS", "/b"))) {
            assertRefused(answer(unknown), 403, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
        }
    }

    @Test
    void refusesMoreThanTenMegabytes() {
        serve("POST", "/a", echo());

        assertThat(answer(request("POST", "/a", new byte[RestApi.MAX_BODY_BYTES]))
                        .status())
                .isEqualTo(200);
        assertRefused(
                answer(request("POST", "/a", new byte[RestApi.MAX_BODY_BYTES + 1])),
                413,
                "REQUEST_TOO_LARGE",
                "Request Too Long");
    }

    @Test
    void refusesWhatLambdaRefusesInTheGatewaysWords() {
        serve("GET", "/large", event -> TwinResponse.json(413, "application/json", "{}"));
        serve("GET", "/busy", event -> TwinResponse.json(429, "application/json", "{}"));

        assertRefused(answer(request("GET", "/large")), 413, "REQUEST_TOO_LARGE", "Request Too Long");
        assertRefused(answer(request("GET", "/busy")), 429, "THROTTLED", "Too Many Requests");
    }

    @Test
    void refusesMoreRequestsThanTheStageAllows() {
        serve("GET", "/a", echo());

        long refused = 0;
        for (int i = 0; i < 40; i++) {
            TwinResponse response = answer(request("GET", "/a"));
            if (response.status() == 429) {
                assertRefused(response, 429, "THROTTLED", "Too Many Requests");
                refused++;
            }
        }

        assertThat(refused).isBetween(1L, 10L);
    }

    @Test
    void saysBadGatewayWhenTheFunctionFailsOrTalksNonsense() {
        serve("GET", "/failed", payload -> TwinResponse.json(200, "application/json", "{\"errorMessage\":\"x\"}")
                .with("X-Amz-Function-Error", "Unhandled"));
        serve("GET", "/broken", payload -> {
            throw new IOException("no answer");
        });
        serve("GET", "/absent", payload -> TwinResponse.json(404, "application/json", "{}"));
        serve("GET", "/text", lambda("fine"));
        serve("GET", "/nothing", lambda(""));
        serve("GET", "/statusless", lambda("{\"body\":\"x\"}"));
        serve("GET", "/object", lambda("{\"statusCode\":200,\"body\":{}}"));
        serve("GET", "/headers", lambda("{\"statusCode\":200,\"headers\":\"x\"}"));

        for (Route route : List.copyOf(routes.keySet())) {
            assertRefused(
                    answer(request("GET", route.path())), 502, "API_CONFIGURATION_ERROR", "Internal server error");
        }
    }

    @Test
    void saysGatewayTimeoutWhenTheFunctionDoesNotAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        serve("GET", "/slow", payload -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TwinResponse.empty(200);
        });
        timeout = Duration.ofMillis(20);

        assertRefused(answer(request("GET", "/slow")), 504, "INTEGRATION_TIMEOUT", "Endpoint request timed out");
    }

    private static void assertRefused(TwinResponse response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        JsonNode body = Json.parseOwn(response.bodyText());
        assertThat(body.path("code").asText()).isEqualTo(code);
        assertThat(body.path("message").asText()).isEqualTo(message);
        assertThat(body.path("requestId").asText())
                .isEqualTo(response.header("x-amzn-RequestId").orElseThrow());
        assertThat(response.header("Access-Control-Allow-Origin")).contains("https://console.example");
    }

    private void serve(String method, String path, Integration integration) {
        routes.put(new Route("Api", method, path, false), integration);
    }

    private Integration echo() {
        return payload -> {
            event.set(Json.parseOwn(new String(payload, StandardCharsets.UTF_8)));
            return lambda("{\"statusCode\":200}").invoke(payload);
        };
    }

    private static Integration lambda(String payload) {
        return event -> TwinResponse.json(200, "application/json", payload);
    }

    private static TwinRequest request(String method, String path) {
        return request(method, path, new byte[0]);
    }

    private static TwinRequest request(String method, String path, byte[] body) {
        return request(method, path, Optional.of("Bearer " + TOKEN), body);
    }

    private static TwinRequest request(String method, String path, Optional<String> authorization, byte[] body) {
        Map<String, List<String>> headers = authorization
                .map(value -> Map.of("Authorization", List.of(value)))
                .orElse(Map.of());
        return new TwinRequest(method, "localhost", "/api" + path, Map.of(), headers, body);
    }

    private TwinResponse answer(TwinRequest request) {
        if (api.isEmpty()) {
            Evaluator evaluator = new Evaluator(
                    Template.parse(TEMPLATE, "test"),
                    new StackIdentity("demo", "eu-west-1", "123456789012"),
                    Map.of(),
                    References.byName());
            ApiDefinition definition = ApiDefinition.of(
                    "Api", evaluator.properties(evaluator.resources().get(0)));
            TokenVerifier verifier = new TokenVerifier(KEY, POOL, InstantSource.system());
            api = Optional.of(new RestApi(
                    definition, "abcdef1234", routes, Optional.of(verifier), InstantSource.fixed(NOW), timeout));
        }
        return api.get().answer(request, request.rawPath().substring("/api".length()));
    }

    private static UserPool pool() {
        UserPool pool = UserPool.empty("eu-west-1_pool", "eu-west-1");
        pool.clients().add("client-1");
        pool.groups().add("Administrators");
        return pool;
    }
}
