// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.findpending;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionSchema;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class FindPendingHandlerTest {
    /** An execution that lasts an hour. */
    private static final String WAITING =
            "{\"StartAt\":\"Wait\",\"States\":{\"Wait\":{\"Type\":\"Wait\",\"Seconds\":3600,\"End\":true}}}";

    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);
    private final SfnClient stepFunctions = stage.test().aws().stepFunctions();
    private String stateMachine = "";

    @BeforeEach
    void createStateMachine() {
        stateMachine = stepFunctions
                .createStateMachine(create -> create.name("status-monitor")
                        .definition(WAITING)
                        .roleArn("arn:aws:iam::123456789012:role/monitor"))
                .stateMachineArn();
        stage.test().with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, stateMachine);
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void watchesEveryPendingDistributionThatNobodyWatches() throws IOException { // defects O-11, M-4
        put("dist-00000000", DistributionStatus.CREATING);
        put("dist-00000001", DistributionStatus.IN_PROGRESS);
        put("dist-00000002", DistributionStatus.DEPLOYED);
        put("dist-00000003", DistributionStatus.FAILED);
        put("dist-00000004", DistributionStatus.DISABLING);
        put("dist-00000005", DistributionStatus.DELETING);
        stage.distributions()
                .create(SampleDistributions.deployed("dist-00000009")
                        .status(DistributionStatus.FAILED)
                        .goal(Goal.UNDONE)
                        .oaiId("E1")
                        .build());

        JsonNode output = run();

        assertThat(output.path("totalFound").asInt()).isEqualTo(5);
        assertThat(output.path("processedIds"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "dist-00000000", "dist-00000001", "dist-00000004", "dist-00000005", "dist-00000009");
        assertThat(running()).hasSize(5);
    }

    @Test
    void leavesThoseAloneThatAreWatched() throws IOException {
        Distribution created = stage.created("shop");
        assertThat(running()).singleElement().satisfies(execution -> assertThat(execution.name())
                .startsWith(created.id() + "_"));

        JsonNode output = run();

        assertThat(output.path("alreadyWatched").asInt()).isEqualTo(1);
        assertThat(output.path("successfullyProcessed").asInt()).isZero();
        assertThat(running()).hasSize(1);
    }

    @Test
    void watchesAgainWhatAnEndedExecutionLeftPending() throws IOException {
        stage.created("shop");
        twin.clock().advance(Duration.ofHours(2));

        assertThat(run().path("successfullyProcessed").asInt()).isEqualTo(1);
        twin.clock().advance(Duration.ofHours(2));
        assertThat(run().path("successfullyProcessed").asInt()).isEqualTo(1);
    }

    @Test
    void findsAllOfManyPages() throws IOException { // defect M-5
        List<Distribution> pending = IntStream.range(0, 1200)
                .mapToObj(i -> SampleDistributions.deployed("dist-" + (10_000_000 + i))
                        .status(DistributionStatus.IN_PROGRESS)
                        .build())
                .toList();
        stage.test().filled(EnvironmentVariable.DISTRIBUTIONS_TABLE, DistributionSchema.SCHEMA, pending);

        assertThat(run().path("successfullyProcessed").asInt()).isEqualTo(1200);
        assertThat(run().path("alreadyWatched").asInt()).isEqualTo(1200);
    }

    @Test
    void goesOnWithTheOthersWhenOneCannotBeStarted() throws IOException {
        put("dist-00000001", DistributionStatus.IN_PROGRESS);
        put("dist-00000002", DistributionStatus.IN_PROGRESS);
        twin.faults().on("states", "StartExecution").call(1).fail(400, "ExecutionLimitExceeded");

        JsonNode output = run();

        assertThat(output.path("totalFound").asInt()).isEqualTo(2);
        assertThat(output.path("successfullyProcessed").asInt()).isEqualTo(1);
        assertThat(stage.test().logLines()).anySatisfy(line -> assertThat(line).contains("\"event\":\"watch\""));
    }

    @Test
    void hasQueuesOfInvalidationsHandedOverThatNobodyWatches() throws IOException {
        InvalidationQueue queue = new InvalidationQueue(stage.environment());
        queue.add("dist-00000001", "one", List.of("/a"), "user@example.com");
        queue.add("dist-00000002", "two", List.of("/b"), "user@example.com");
        new StatusMonitor(stage.environment()).watchQueue("dist-00000002", 1);

        JsonNode invalidations = run().path("invalidations");

        assertThat(invalidations.path("totalFound").asInt()).isEqualTo(2);
        assertThat(invalidations.path("processedIds"))
                .extracting(JsonNode::asText)
                .containsExactly("dist-00000001");
        assertThat(running())
                .extracting(execution -> execution.name().split("_", 2)[0])
                .containsExactlyInAnyOrder("queue-dist-00000001", "queue-dist-00000002");
    }

    @Test
    void stopsInTimeAndTheNextRunGoesOn() throws IOException {
        IntStream.range(0, 3).forEach(i -> put("dist-0000000" + i, DistributionStatus.IN_PROGRESS));

        JsonNode hurried = run(Duration.ZERO);
        JsonNode next = run(Duration.ofMinutes(1));

        assertThat(hurried.path("totalFound").asInt()).isEqualTo(3);
        assertThat(hurried.path("successfullyProcessed").asInt()).isZero();
        assertThat(next.path("successfullyProcessed").asInt()).isEqualTo(3);
    }

    @Test
    void beginsWithWhatIsUnchangedForLongest() throws IOException {
        putAt("dist-00000001", DistributionStatus.IN_PROGRESS, Duration.ofMinutes(3));
        putAt("dist-00000002", DistributionStatus.DISABLING, Duration.ofMinutes(1));
        putAt("dist-00000003", DistributionStatus.CREATING, Duration.ofMinutes(2));

        assertThat(run().path("processedIds"))
                .extracting(JsonNode::asText)
                .containsExactly("dist-00000002", "dist-00000003", "dist-00000001");
    }

    private void putAt(String id, DistributionStatus status, Duration afterEpoch) {
        stage.distributions()
                .create(SampleDistributions.deployed(id)
                        .status(status)
                        .updatedAt(VirtualClock.EPOCH.plus(afterEpoch))
                        .build());
    }

    private void put(String id, DistributionStatus status) {
        stage.distributions()
                .create(SampleDistributions.deployed(id).status(status).build());
    }

    private List<ExecutionListItem> running() {
        return stepFunctions
                .listExecutionsPaginator(
                        list -> list.stateMachineArn(stateMachine).statusFilter(ExecutionStatus.RUNNING))
                .executions()
                .stream()
                .toList();
    }

    private JsonNode run() throws IOException {
        return run(Duration.ofMinutes(10));
    }

    private JsonNode run(Duration timeLeft) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getName().equals("getRemainingTimeInMillis")
                        ? (int) timeLeft.toMillis()
                        : method.invoke(PrimingContext.INSTANCE, arguments));
        new FindPendingHandler(stage.environment())
                .handleRequest(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), out, context);
        return Json.parseOwn(out.toString(StandardCharsets.UTF_8));
    }
}
