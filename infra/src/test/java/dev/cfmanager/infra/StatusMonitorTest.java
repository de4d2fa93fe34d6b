// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.awstwin.lambda.FunctionError;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TransientTaskException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** {@code status-monitor.asl.json} on virtual time, with a scripted check-status behind it. */
class StatusMonitorTest {
    private static final String FUNCTION = "check-status";
    private static final String INPUT =
            "{\"distributionId\":\"dist-1a2b3c4d\",\"cloudfrontId\":\"E1\",\"correlationId\":\"request-1\"}";
    private static final int MOST_EVENTS = 25_000;

    private final Twin twin = Twin.start();
    private final List<Instant> asked = new ArrayList<>();
    private final SfnClient stepFunctions = AwsClients.over(
                    twin.httpClient(),
                    "us-east-1",
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .stepFunctions();
    private String machine = "";

    @BeforeEach
    void create() {
        String arn = "arn:aws:lambda:us-east-1:" + Kernel.ACCOUNT + ":function:" + FUNCTION + ":live";
        machine = stepFunctions
                .createStateMachine(request -> request.name("status-monitor")
                        .roleArn("arn:aws:iam::" + Kernel.ACCOUNT + ":role/status-monitor")
                        .definition(Repository.text("infra/status-monitor.asl.json")
                                .replace("${CheckStatusFunctionArn}", arn)))
                .stateMachineArn();
    }

    @AfterEach
    void close() {
        stepFunctions.close();
        twin.close();
    }

    @Test
    void asksAgainAsLateAsCheckStatusWantsUntilItIsSettled() {
        checkStatus(round -> round < 3 ? answer("Again", round * 20) : answer("Settled", 0));

        String execution = start();
        twin.clock().advance(Duration.ofMinutes(2));

        assertThat(asked).containsExactly(at(Duration.ZERO), at(Duration.ofSeconds(20)), at(Duration.ofSeconds(60)));
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void asksTheNextTimeForWhatCheckStatusSays() {
        List<String> inputs = new ArrayList<>();
        twin.lambda().serve(FUNCTION, invocation -> {
            inputs.add(new String(invocation.payload(), StandardCharsets.UTF_8));
            String outcome = inputs.size() < 3 ? "Again" : "Settled";
            return Json.write(Json.object()
                            .put("status", "InProgress")
                            .put("outcome", outcome)
                            .put("waitSeconds", 1)
                            .set("subject", Json.object().put("turn", inputs.size())))
                    .getBytes(StandardCharsets.UTF_8);
        });

        start();
        twin.clock().advance(Duration.ofMinutes(1));

        assertThat(inputs).containsExactly(INPUT, "{\"turn\":1}", "{\"turn\":2}");
    }

    @Test
    void passesOnWhoseQueueOfInvalidationsIsToBeHandedOver() {
        twin.lambda().serve(FUNCTION, invocation -> {
            assertThat(new String(invocation.payload(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"invalidationsOf\":\"dist-1a2b3c4d\"}");
            asked.add(twin.clock().instant());
            return answer(asked.size() < 2 ? "Again" : "Settled", 30)
                    .replace(INPUT, "{\"invalidationsOf\":\"dist-1a2b3c4d\"}")
                    .getBytes(StandardCharsets.UTF_8);
        });

        stepFunctions.startExecution(
                request -> request.stateMachineArn(machine).input("{\"invalidationsOf\":\"dist-1a2b3c4d\"}"));
        twin.clock().advance(Duration.ofMinutes(1));

        assertThat(asked).containsExactly(at(Duration.ZERO), at(Duration.ofSeconds(30)));
    }

    @Test
    void endsWhenCheckStatusSaysFailed() {
        checkStatus(round -> answer("Failed", 0));

        String execution = start();
        twin.clock().advance(Duration.ofHours(1));

        assertThat(asked).hasSize(1);
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void retriesWhatPasses() {
        checkStatus(round -> {
            if (round < 4) {
                throw new FunctionError(TransientTaskException.class.getName(), "throttled");
            }
            return answer("Settled", 0);
        });

        String execution = start();
        twin.clock().advance(Duration.ofMinutes(2));

        assertThat(asked)
                .containsExactly(
                        at(Duration.ZERO),
                        at(Duration.ofSeconds(2)),
                        at(Duration.ofSeconds(6)),
                        at(Duration.ofSeconds(14)));
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void leavesEverythingElseToFindPendingWithoutRaisingAnAlarm() {
        checkStatus(round -> {
            throw new IllegalStateException("a defect");
        });

        String execution = start();
        twin.clock().advance(Duration.ofHours(3));

        assertThat(asked).hasSize(1);
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void endsItselfLongBeforeAnExecutionHoldsTooManyEvents() {
        checkStatus(round -> answer("Again", 1));

        String execution = start();
        twin.clock().advance(Duration.ofHours(3));

        assertThat(asked).hasSize(200);
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        long events =
                stepFunctions.getExecutionHistoryPaginator(request -> request.executionArn(execution)).events().stream()
                        .count();
        assertThat(events).isGreaterThan(200).isLessThan(MOST_EVENTS / 5);
    }

    @Test
    void endsAfterTwoHoursWhateverItWaitsFor() {
        checkStatus(round -> answer("Again", 3600));

        String execution = start();
        twin.clock().advance(Duration.ofHours(3));

        assertThat(asked).hasSize(2);
        assertThat(status(execution)).isEqualTo(ExecutionStatus.TIMED_OUT);
    }

    private void checkStatus(Script script) {
        twin.lambda().serve(FUNCTION, invocation -> {
            assertThat(new String(invocation.payload(), StandardCharsets.UTF_8)).isEqualTo(INPUT);
            asked.add(twin.clock().instant());
            return script.answer(asked.size()).getBytes(StandardCharsets.UTF_8);
        });
    }

    private String start() {
        return stepFunctions
                .startExecution(request -> request.stateMachineArn(machine).input(INPUT))
                .executionArn();
    }

    private ExecutionStatus status(String execution) {
        return stepFunctions
                .describeExecution(request -> request.executionArn(execution))
                .status();
    }

    private static String answer(String outcome, int waitSeconds) {
        return Json.write(Json.object()
                .put("distributionId", "dist-1a2b3c4d")
                .put("status", "InProgress")
                .put("outcome", outcome)
                .put("waitSeconds", waitSeconds)
                .set("subject", Json.parseOwn(INPUT)));
    }

    private static Instant at(Duration afterStart) {
        return VirtualClock.EPOCH.plus(afterStart);
    }

    /** What check-status answers. */
    @FunctionalInterface
    private interface Script {
        String answer(int round) throws Exception;
    }
}
