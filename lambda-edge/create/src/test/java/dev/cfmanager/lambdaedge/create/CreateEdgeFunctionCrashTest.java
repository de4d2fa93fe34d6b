// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionStage;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.lambdaedge.EdgeFunctionSweep;
import dev.cfmanager.origins.OriginSchema;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The process that answers {@code POST /lambda-edge/functions} dies after every AWS call it makes. To die before a call
 * is to have died after the one before it.
 */
class CreateEdgeFunctionCrashTest {
    private static final String BODY = """
            {"name": "Standalone", "preset": "asia-us",
             "origins": {"default": {"bucketName": "media-virginia", "region": "us-east-1"},
                         "additional": [{"bucketName": "media-tokyo", "region": "ap-northeast-1"}]}}""";

    /** Until a request that died holds its key no longer. */
    private static final Duration OVER = Duration.ofMinutes(6);

    private final EdgeFunctionStage stage = new EdgeFunctionStage();

    @BeforeEach
    void tables() {
        stage.environment()
                .withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA)
                .withIdempotency();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void sentAgainItEndsWithOneFunction() {
        long calls = callsOf("undisturbed");

        for (int call = 1; call <= calls; call++) {
            String key = "again-" + call;

            crashing(call, key);
            stage.pass(OVER);
            GatewayAnswer again = create(key);

            assertThat(again.status()).as("after call %d", call).isIn(201, 202);
            String id = again.data().path("functionId").asText();
            stage.settle(id);
            EdgeFunction made = stage.record(id);
            assertThat(made.status()).as("after call %d", call).isEqualTo(EdgeFunctionStatus.ACTIVE);
            assertThat(stage.lambda()
                            .getPolicy(
                                    get -> get.functionName(made.functionName()).qualifier("1"))
                            .policy())
                    .containsOnlyOnce("edgelambda.amazonaws.com");
            assertThat(stage.atLambda()).as("after call %d", call).hasSize(1 + call);
            assertEveryFunctionHasARecord();
        }
        assertThat(calls).isGreaterThan(5);
    }

    @Test
    void neverSentAgainItIsFinishedByTheSweepOrWasNeverBegun() {
        long calls = callsOf("undisturbed");

        for (int call = 1; call <= calls; call++) {
            crashing(call, "once-" + call);
            sweepUntilAllIsDone();

            assertThat(stage.functions().idsWith(EdgeFunctionStatus.CREATING))
                    .as("after call %d", call)
                    .isEmpty();
            assertThat(stage.functions().idsWith(EdgeFunctionStatus.FAILED)).isEmpty();
            assertEveryFunctionHasARecord();
        }
    }

    private void assertEveryFunctionHasARecord() {
        List<String> recorded = Arrays.stream(EdgeFunctionStatus.values())
                .flatMap(status -> stage.functions().idsWith(status).stream())
                .map(id -> stage.record(id).functionName())
                .toList();
        assertThat(stage.atLambda()).containsExactlyInAnyOrderElementsOf(recorded);
    }

    private void sweepUntilAllIsDone() {
        for (int round = 0; round < 3; round++) {
            new EdgeFunctionSweep(stage.environment().environment()).run();
            stage.pass(Duration.ofMinutes(5));
        }
    }

    private long callsOf(String key) {
        stage.twin().calls().reset();
        create(key);
        long calls = stage.twin().calls().all().size();
        sweepUntilAllIsDone();
        return calls;
    }

    private void crashing(long call, String key) {
        stage.twin().faults().on("*", "*").call(call).afterEffect().crash();
        try {
            create(key);
            throw new AssertionError("did not die at call " + call);
        } catch (TwinCrash crash) {
            assertThat(crash).hasMessageContaining("after");
        } finally {
            stage.twin().faults().clear();
        }
    }

    private GatewayAnswer create(String key) {
        return GatewayCall.of("POST", "/lambda-edge/functions")
                .body(BODY)
                .header("Idempotency-Key", key)
                .to(new CreateEdgeFunctionHandler(stage.environment().environment()));
    }
}
