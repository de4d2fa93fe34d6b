// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
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

/** The process that answers {@code POST /lambda-edge/functions} dies before and after every AWS call it makes. */
class CreateEdgeFunctionCrashTest {
    private static final String BODY = """
            {"name": "Standalone", "preset": "asia-us",
             "origins": {"default": {"bucketName": "media-virginia", "region": "us-east-1"},
                         "additional": [{"bucketName": "media-tokyo", "region": "ap-northeast-1"}]}}""";

    /** Until a request that died holds its key no longer. */
    private static final Duration OVER = Duration.ofMinutes(6);

    private final EdgeFunctionStage stage = new EdgeFunctionStage();
    private int runs;

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
        int crashes = CrashSweep.of(crashing -> create(key()))
                .onOne(stage.twin())
                .given(again -> runs++)
                .then(survived -> {
                    stage.pass(OVER);
                    GatewayAnswer again = create(key());

                    assertThat(again.status()).isIn(201, 202);
                    String id = again.data().path("functionId").asText();
                    stage.settle(id);
                    EdgeFunction made = stage.record(id);
                    assertThat(made.status()).isEqualTo(EdgeFunctionStatus.ACTIVE);
                    assertThat(stage.lambda()
                                    .getPolicy(get -> get.functionName(made.functionName())
                                            .qualifier("1"))
                                    .policy())
                            .containsOnlyOnce("edgelambda.amazonaws.com");
                    assertThat(stage.atLambda()).hasSize(runs);
                    assertEveryFunctionHasARecord();
                });

        assertThat(crashes).isGreaterThan(10);
    }

    @Test
    void neverSentAgainItIsFinishedByTheSweepOrWasNeverBegun() {
        CrashSweep.of(crashing -> create(key()))
                .onOne(stage.twin())
                .given(again -> runs++)
                .then(survived -> {
                    sweepUntilAllIsDone();

                    assertThat(stage.functions().idsWith(EdgeFunctionStatus.CREATING))
                            .isEmpty();
                    assertThat(stage.functions().idsWith(EdgeFunctionStatus.FAILED))
                            .isEmpty();
                    assertEveryFunctionHasARecord();
                });
    }

    /** Of this run's request. */
    private String key() {
        return "run-" + runs;
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

    private GatewayAnswer create(String key) {
        return GatewayCall.of("POST", "/lambda-edge/functions")
                .body(BODY)
                .header("Idempotency-Key", key)
                .to(new CreateEdgeFunctionHandler(stage.environment().environment()));
    }
}
