// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class ApiHandlerTest {
    private Twin twin;
    private TestEnvironment test;

    @BeforeEach
    void start() {
        twin = Twin.start();
        test = TestEnvironment.on(twin);
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void wrapsDataInTheEnvelopeWithCorsForAConfiguredOrigin() {
        GatewayAnswer answer = GatewayCall.of("GET", "/things")
                .to(handler(
                        Access.READ,
                        request -> ApiResponse.ok("thing", Json.object().put("a", 1))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("success").asBoolean()).isTrue();
        assertThat(answer.data().path("thing").path("a").asInt()).isEqualTo(1);
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.example.com")
                .containsEntry("Vary", "Origin")
                .containsEntry("Content-Type", "application/json")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void sendsADocumentWithoutTheEnvelope() {
        GatewayAnswer answer = GatewayCall.of("GET", "/thing.json")
                .to(handler(Access.READ, request -> ApiResponse.document(
                                Json.object().put("a", 1))
                        .withHeader("ETag", "x")));

        assertThat(answer.body().toString()).isEqualTo("{\"a\":1}");
        assertThat(answer.headers()).containsEntry("ETag", "x").containsKey("X-Request-Id");
    }

    @Test
    void doesNotAllowAnOriginThatIsNotConfigured() {
        GatewayAnswer answer = GatewayCall.of("GET", "/things")
                .header("Origin", "https://evil.example.com")
                .to(handler(Access.READ, request -> ApiResponse.ok(Json.object())));

        assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void refusesAWriteByAReader() {
        GatewayAnswer answer = GatewayCall.of("POST", "/things")
                .as("ReadOnly")
                .to(handler(Access.CHANGE, request -> ApiResponse.ok(Json.object())));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("FORBIDDEN");
        assertThat(answer.message()).contains("Administrators");
    }

    @Test
    void refusesAnybodyWithoutClaims() {
        GatewayAnswer answer = GatewayCall.of("GET", "/things")
                .asNobody()
                .to(handler(Access.READ, request -> ApiResponse.ok(Json.object())));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void tellsNothingAboutAnUnexpectedFailureButLogsIt() {
        GatewayAnswer answer = GatewayCall.of("GET", "/things").to(handler(Access.READ, request -> {
            throw new IllegalStateException("secret detail");
        }));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("INTERNAL_ERROR");
        assertThat(answer.body().toString()).doesNotContain("secret detail").contains("request-1");
        assertThat(test.logLines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("secret detail").contains("\"level\":\"ERROR\""));
    }

    @Test
    void countsRequestsErrorsByCodeAndThrottlingInTheRequestsLine() {
        GatewayCall.of("GET", "/things").to(handler(Access.READ, request -> ApiResponse.ok(Json.object())));
        GatewayCall.of("GET", "/things").to(handler(Access.READ, request -> {
            throw new OperationException(ErrorKind.THROTTLED, "later");
        }));

        JsonNode good = Json.parseOwn(test.logLines().get(0));
        JsonNode throttled = Json.parseOwn(test.logLines().get(1));
        assertThat(good.path("Requests").asInt()).isEqualTo(1);
        assertThat(good.path("ThrottleShare").asInt()).isZero();
        assertThat(good.has("Errors")).isFalse();
        assertThat(throttled.path("ThrottleShare").asInt()).isEqualTo(100);
        assertThat(throttled.path("Code").asText()).isEqualTo("THROTTLED");
        JsonNode byCode = throttled.path("_aws").path("CloudWatchMetrics").path(1);
        assertThat(byCode.path("Dimensions").toString()).isEqualTo("[[\"Component\",\"Code\"]]");
        assertThat(byCode.path("Metrics").findValuesAsText("Name")).containsExactly("Errors");
    }

    @Test
    void marksTheFirstRequestOfAnEnvironmentAlsoAfterASnapshot() throws Exception {
        ApiHandler handler = handler(Access.READ, request -> ApiResponse.ok(Json.object()));

        GatewayCall.of("GET", "/things").to(handler);
        GatewayCall.of("GET", "/things").to(handler);
        handler.beforeCheckpoint(Core.getGlobalContext());
        GatewayCall.of("GET", "/things").to(handler);

        assertThat(test.logLines())
                .filteredOn(line -> !line.contains("\"priming\""))
                .extracting(line -> Json.parseOwn(line).path("coldStart").asInt())
                .containsExactly(1, 0, 1);
    }

    @Test
    void callsAwsInTheNameOfTheHandlerThatServesUnlessTheTestItselfCalls() {
        ApiHandler handler = new ListingHandler(test.environment());

        GatewayCall.of("GET", "/things").to(handler);
        test.aws().dynamoDb().listTables();
        GatewayCall.of("GET", "/things").to(handler(Access.READ, request -> {
            test.aws().dynamoDb().listTables();
            return ApiResponse.ok(Json.object());
        }));

        assertThat(twin.calls().where(call -> call.name().equals("dynamodb:ListTables")))
                .extracting(call -> call.caller().identity())
                .containsExactly(ListingHandler.class.getName(), "test", "test");
    }

    @Test
    void namesWhatIsWrongWithAMalformedBody() {
        ApiHandler handler = handler(Access.CHANGE, request -> {
            request.body();
            return ApiResponse.ok(Json.object());
        });

        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
        for (String body : new String[] {"{", "[]", "\"text\"", "{\"a\":1,\"a\":2}", "null", "", "{} {}", deep}) {
            GatewayAnswer answer = GatewayCall.of("POST", "/things").body(body).to(handler);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).as(body).isEqualTo("VALIDATION_ERROR");
            assertThat(answer.message())
                    .as(body)
                    .containsIgnoringCase("body")
                    .doesNotContain("StreamRead", "com.", "java.");
        }
    }

    @Test
    void refusesABodyOfTwoMegabytes() {
        GatewayAnswer answer = GatewayCall.of("POST", "/things")
                .body("{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}")
                .to(handler(Access.CHANGE, request -> {
                    request.body();
                    return ApiResponse.ok(Json.object());
                }));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void answersPreflightItselfWithAnEmptyBody() {
        GatewayAnswer answer = GatewayCall.of("OPTIONS", "/things").asNobody().to(handler(Access.CHANGE, request -> {
            throw new IllegalStateException("must not be reached");
        }));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Access-Control-Allow-Methods")).contains("OPTIONS");
    }

    @Test
    void doesAPostWithOneIdempotencyKeyOnceAndAnswersTheSame() {
        test.withIdempotency();
        AtomicInteger runs = new AtomicInteger();
        ApiHandler handler = handler(
                Access.CHANGE,
                request -> ApiResponse.created("run", Json.object().put("number", runs.incrementAndGet())));

        GatewayAnswer first = post("{\"a\":1}").to(handler);
        GatewayAnswer again = post("{\"a\":1}").to(handler);
        GatewayAnswer other = post("{\"a\":2}").to(handler);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(201);
        assertThat(runs).hasValue(1);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    @Test
    void letsAFailedPostBeTriedAgainWithItsKey() {
        test.withIdempotency();
        AtomicInteger runs = new AtomicInteger();
        ApiHandler handler = handler(Access.CHANGE, request -> {
            if (runs.incrementAndGet() == 1) {
                throw OperationException.conflict("not now");
            }
            return ApiResponse.ok(Json.object());
        });

        assertThat(post("{}").to(handler).status()).isEqualTo(409);
        assertThat(post("{}").to(handler).status()).isEqualTo(200);
    }

    private static GatewayCall post(String body) {
        return GatewayCall.of("POST", "/things")
                .header("Idempotency-Key", "key-1")
                .body(body);
    }

    private ApiHandler handler(Access access, Function<ApiRequest, ApiResponse> work) {
        return new Handler(test.environment(), access, work);
    }

    private static final class ListingHandler extends ApiHandler {
        private final DynamoDbClient tables;

        ListingHandler(ExecutionEnvironment environment) {
            super(environment, Access.READ);
            this.tables = environment.aws().dynamoDb();
        }

        @Override
        protected ApiResponse handle(ApiRequest request) {
            tables.listTables();
            return ApiResponse.ok(Json.object());
        }
    }

    private static final class Handler extends ApiHandler {
        private final Function<ApiRequest, ApiResponse> work;

        Handler(ExecutionEnvironment environment, Access access, Function<ApiRequest, ApiResponse> work) {
            super(environment, access);
            this.work = work;
        }

        @Override
        protected ApiResponse handle(ApiRequest request) {
            return work.apply(request);
        }
    }
}
