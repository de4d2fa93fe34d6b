// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.history.HistoryEvent;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class InvalidateDistributionHandlerTest {
    private static final Twin TWIN = Twin.start();
    private static final DistributionsStage STAGE = new DistributionsStage(TWIN);
    private static final String MONITOR = monitor();
    private static int made;

    private final Distribution distribution = STAGE.created("shop " + made++);

    @AfterAll
    static void stop() {
        TWIN.close();
    }

    @AfterEach
    void calm() {
        TWIN.faults().clear();
    }

    @Test
    void invalidatesAtCloudFrontByItsOwnIdAndSaysSoInTheHistory() { // defect F-13
        GatewayAnswer answer = invalidate("{\"paths\":[\"/index.html\",\"/images/*\",\"/index.html\"]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.data().path("invalidationId").asText()).startsWith("I");
        assertThat(answer.data().path("status").asText()).isEqualTo("InProgress");
        assertThat(answer.data().path("createTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(answer.data().path("paths"))
                .extracting(JsonNode::asText)
                .containsExactly("/index.html", "/images/*");
        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/index.html", "/images/*"));
        HistoryEvent event = lastEvent();
        assertThat(event.action()).isEqualTo("INVALIDATION");
        assertThat(event.user()).isEqualTo("user@example.com");
        assertThat(event.extras().path("invalidationId"))
                .isEqualTo(answer.data().path("invalidationId"));
        assertThat(event.extras().path("paths")).hasSize(2);
    }

    @Test
    void passesTheReferenceOnSoThatTheSameRequestInvalidatesOnce() {
        String body = "{\"paths\":[\"/a\"],\"callerReference\":\"release-1\"}";

        GatewayAnswer first = invalidate(body);
        GatewayAnswer again = invalidate(body);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.data().path("invalidationId")).isEqualTo(first.data().path("invalidationId"));
        assertThat(STAGE.invalidated(distribution)).hasSize(1);
        assertThat(STAGE.actions(distribution.id())).containsOnlyOnce("INVALIDATION");
        GatewayAnswer other = invalidate("{\"paths\":[\"/b\"],\"callerReference\":\"release-1\"}");
        assertThat(other.status()).isEqualTo(409);
    }

    @Test
    void anIdempotencyKeyDoesTheSame() {
        call("{\"paths\":[\"/a\"]}").header("Idempotency-Key", "key-1").to(handler());
        call("{\"paths\":[\"/a\"]}").header("Idempotency-Key", "key-1").to(handler());

        assertThat(STAGE.invalidated(distribution)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/paths: must be a list of 1 to 3000 paths",
                "{\"paths\":[]}|/paths: must be a list of 1 to 3000 paths",
                "{\"paths\":\"/a\"}|/paths: must be a list of 1 to 3000 paths",
                "{\"paths\":null}|/paths: must be a list of 1 to 3000 paths",
                "{\"paths\":[7]}|/paths/0: must be a text",
                "{\"paths\":[\"\"]}|/paths/0: must begin with /",
                "{\"paths\":[\"index.html\"]}|/paths/0: must begin with /",
                "{\"paths\":[\"/a*b\"]}|/paths/0: may have one *, and only as its last character",
                "{\"paths\":[\"/a**\"]}|/paths/0: may have one *, and only as its last character",
                "{\"paths\":[\"/a b\"]}|/paths/0: has characters that a URL may not have",
                "{\"paths\":[\"/ä\"]}|/paths/0: has characters that a URL may not have",
                "{\"paths\":[\"/100%\"]}|/paths/0: has characters that a URL may not have",
                "{\"paths\":[\"/a#b\"]}|/paths/0: has characters that a URL may not have",
                "{\"paths\":[\"/a\"],\"callerReference\":7}|callerReference"
            })
    void refusesWhatCloudFrontWouldBeforeAnyCall(String body, String problem) {
        TWIN.calls().reset();

        GatewayAnswer answer = invalidate(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().path("errors")).singleElement().satisfies(error -> assertThat(error.asText())
                .startsWith(problem));
        assertThat(TWIN.calls().all()).isEmpty();
    }

    @Test
    void namesEveryProblemAtOnce() {
        GatewayAnswer answer = invalidate("{\"paths\":[\"a\",\"/ok\",\"/b*c\",\"/" + "x".repeat(4_000) + "\",null]}");

        assertThat(answer.body().path("errors"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "/paths/0: must begin with /",
                        "/paths/2: may have one *, and only as its last character",
                        "/paths/3: has 4001 characters where 4000 are the most",
                        "/paths/4: must be a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/*", "/a?x=1&y=%20", "/~user/(1)/@!$'+,;=:", "/%C3%A4.html*"})
    void acceptsEveryPathThatCloudFrontTakes(String path) {
        assertThat(invalidate("{\"paths\":[\"" + path + "\"]}").status()).isEqualTo(201);
    }

    @Test
    void acceptsThePathOfTheGreatestLength() {
        String longest = "/" + "%20x".repeat(999) + "xxx";

        assertThat(longest).hasSize(4_000);
        assertThat(invalidate("{\"paths\":[\"" + longest + "\"]}").status()).isEqualTo(201);
    }

    @Test
    void countsDifferentPathsOnly() {
        ArrayNode paths = Json.array();
        IntStream.range(0, 6_000).forEach(i -> paths.add("/object-" + i % 3_000));
        ArrayNode tooMany = Json.array();
        IntStream.range(0, 3_001).forEach(i -> tooMany.add("/" + i));

        assertThat(invalidate(body(paths)).status()).isEqualTo(201);
        assertThat(invalidate(body(tooMany)).code()).isEqualTo("VALIDATION_ERROR");
        assertThat(lastEvent().extras().at("/details/pathCount").asInt()).isEqualTo(3_000);
        assertThat(lastEvent().extras().path("paths").size()).isBetween(100, 500);
    }

    @Test
    void queuesWhatCloudFrontDoesNotTakeYetAndHasItWatched() {
        invalidate(body(wildcards(0, 15)));

        GatewayAnswer answer = invalidate(body(wildcards(15, 18)));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().path("invalidationId").asText()).startsWith("queued-");
        assertThat(answer.data().path("status").asText()).isEqualTo("Queued");
        assertThat(answer.data().path("remaining").asInt()).isEqualTo(3);
        assertThat(answer.data().path("paths")).hasSize(3);
        assertThat(running()).containsOnlyOnce("queue-" + distribution.id());
        STAGE.drain(distribution.id());
        assertThat(STAGE.invalidated(distribution)).hasSize(2);
        assertThat(STAGE.actions(distribution.id()))
                .filteredOn("INVALIDATION"::equals)
                .hasSize(2);
    }

    @Test
    void nobodyOvertakesThoseWhoWait() {
        invalidate(body(wildcards(0, 15)));
        invalidate(body(wildcards(15, 16)));

        GatewayAnswer later = invalidate("{\"paths\":[\"/single\"]}");

        assertThat(later.status()).isEqualTo(202);
        STAGE.drain(distribution.id());
        assertThat(STAGE.invalidated(distribution).get(1)).containsExactly("/w15/*", "/single");
    }

    @Test
    void moreWildcardsThanCloudFrontEverTakesAtOnceAreInvalidatedInTurns() {
        GatewayAnswer answer = invalidate(body(wildcards(0, 40)));

        assertThat(answer.status()).isEqualTo(202);
        STAGE.drain(distribution.id());
        assertThat(STAGE.invalidated(distribution)).extracting(List::size).containsExactly(15, 15, 10);
    }

    @Test
    void queuesMoreThanAnItemHolds() {
        ArrayNode paths = Json.array();
        IntStream.range(0, 100).forEach(i -> paths.add("/" + i + "/" + "x".repeat(3_900)));
        invalidate(body(wildcards(0, 16)));

        GatewayAnswer answer = invalidate(body(paths));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().path("paths")).isEqualTo(paths);
        assertThat(answer.data().path("remaining").asInt()).isEqualTo(100);
        STAGE.drain(distribution.id());
    }

    @Test
    void aRequestSentAgainAfterItLeftTheQueueIsNotRepeated() {
        invalidate(body(wildcards(0, 15)));
        String queued = "{\"paths\":[\"/x/*\"],\"callerReference\":\"release-2\"}";
        GatewayAnswer first = invalidate(queued);
        STAGE.drain(distribution.id());

        GatewayAnswer again = invalidate(queued);

        assertThat(again.data().path("invalidationId")).isEqualTo(first.data().path("invalidationId"));
        assertThat(again.data().path("status").asText()).isEqualTo("InProgress");
        assertThat(STAGE.invalidated(distribution)).hasSize(2);
    }

    @Test
    void queuesWhenCloudFrontIsTooBusyAltogether() {
        TWIN.faults().on("cloudfront", "CreateInvalidation").times(4).fail(400, "Throttling");

        assertThat(invalidate("{\"paths\":[\"/a\"]}").status()).isEqualTo(202);

        STAGE.drain(distribution.id());
        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a"));
    }

    @Test
    void succeedsThoughTheHistoryCannotBeWritten() {
        TWIN.faults().on("dynamodb", "PutItem").fail(500, "InternalServerError");

        assertThat(invalidate("{\"paths\":[\"/a\"]}").status()).isEqualTo(201);
    }

    @Test
    void answers404ForAnUnknownDistributionAndForOneThatCloudFrontNoLongerHas() {
        assertThat(GatewayCall.of("POST", "/distributions/{id}/invalidate")
                        .path("id", "dist-none")
                        .body("{\"paths\":[\"/a\"]}")
                        .to(handler())
                        .status())
                .isEqualTo(404);
        TWIN.faults().on("cloudfront", "CreateInvalidation").fail(404, "NoSuchDistribution");
        assertThat(invalidate("{\"paths\":[\"/a\"]}").status()).isEqualTo(404);
    }

    @Test
    void answers409WhileCloudFrontDoesNotHaveTheDistribution() {
        Distribution creating = STAGE.distributions().require(distribution.id()).toBuilder()
                .id("dist-creating" + made)
                .name("creating " + made)
                .cloudfrontId(null)
                .build();
        STAGE.distributions().create(creating);

        GatewayAnswer answer = GatewayCall.of("POST", "/distributions/{id}/invalidate")
                .path("id", creating.id())
                .body("{\"paths\":[\"/a\"]}")
                .to(handler());

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void anOperatorMayInvalidateAndAReaderMayNot() {
        assertThat(call("{\"paths\":[\"/a\"]}").as("Operators").to(handler()).status())
                .isEqualTo(201);
        assertThat(call("{\"paths\":[\"/a\"]}").as("ReadOnly").to(handler()).status())
                .isEqualTo(403);
    }

    @Test
    void losesAndRepeatsNothingWhereverTheProcessDies() {
        AtomicReference<Distribution> there = new AtomicReference<>();

        int crashes = CrashSweep.of(crashing -> {
                    requestAll(there.get());
                    STAGE.drain(there.get().id());
                })
                .onOne(TWIN)
                .given(again -> there.set(STAGE.created("crash " + made++)))
                .then(survived -> {
                    requestAll(there.get()); // no client had all its answers
                    new InvalidationQueue(STAGE.environment()).pending().forEach(STAGE::drain); // as find-pending does

                    List<List<String>> invalidated = STAGE.invalidated(there.get());
                    assertThat(invalidated.stream().flatMap(List::stream))
                            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 18)
                                    .mapToObj(i -> "/w" + i + "/*")
                                    .toList());
                    assertThat(STAGE.actions(there.get().id()))
                            .filteredOn("INVALIDATION"::equals)
                            .hasSameSizeAs(invalidated);
                });

        assertThat(crashes).isGreaterThan(60);
    }

    /** Fifteen that CloudFront takes, and two requests that overlap in what it does not. */
    private static void requestAll(Distribution distribution) {
        request(distribution, "first", wildcards(0, 15));
        request(distribution, "second", wildcards(15, 17));
        request(distribution, "third", wildcards(16, 18));
    }

    private static void request(Distribution distribution, String reference, ArrayNode paths) {
        GatewayAnswer answer = GatewayCall.of("POST", "/distributions/{id}/invalidate")
                .path("id", distribution.id())
                .body(Json.write(Json.object().put("callerReference", reference).set("paths", paths)))
                .to(handler());
        assertThat(answer.status()).isBetween(200, 299);
    }

    private GatewayAnswer invalidate(String body) {
        return call(body).to(handler());
    }

    private GatewayCall call(String body) {
        return GatewayCall.of("POST", "/distributions/{id}/invalidate")
                .path("id", distribution.id())
                .body(body);
    }

    private static InvalidateDistributionHandler handler() {
        return new InvalidateDistributionHandler(STAGE.environment());
    }

    private HistoryEvent lastEvent() {
        List<HistoryEvent> events = STAGE.history(distribution.id());
        return events.get(events.size() - 1);
    }

    private static ArrayNode wildcards(int from, int to) {
        ArrayNode paths = Json.array();
        IntStream.range(from, to).forEach(i -> paths.add("/w" + i + "/*"));
        return paths;
    }

    private static String body(ArrayNode paths) {
        return Json.write(Json.object().set("paths", paths));
    }

    private static List<String> running() {
        return STAGE
                .test()
                .aws()
                .stepFunctions()
                .listExecutionsPaginator(list -> list.stateMachineArn(MONITOR).statusFilter(ExecutionStatus.RUNNING))
                .executions()
                .stream()
                .map(ExecutionListItem::name)
                .map(name -> name.split("_", 2)[0])
                .toList();
    }

    private static String monitor() {
        String arn = STAGE.test()
                .aws()
                .stepFunctions()
                .createStateMachine(create -> create.name("status-monitor")
                        .definition("{\"StartAt\":\"Wait\",\"States\":{\"Wait\":{\"Type\":\"Wait\","
                                + "\"Seconds\":3600,\"End\":true}}}")
                        .roleArn("arn:aws:iam::123456789012:role/monitor"))
                .stateMachineArn();
        STAGE.test()
                .with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, arn)
                .withIdempotency();
        return arn;
    }
}
