// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.lambdaedge.Buckets;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionStage;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.lambdaedge.EdgeFunctionSweep;
import dev.cfmanager.lambdaedge.SampleFunctions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process that answers {@code DELETE /lambda-edge/functions/{id}} dies before and after every AWS call it makes. */
class DeleteEdgeFunctionCrashTest {
    private static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1";

    private final EdgeFunctionStage stage = new EdgeFunctionStage();
    private int number;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aFunctionWithoutReplicasIsGoneInTheEnd() {
        sweep(function -> {});
    }

    @Test
    void aFunctionThatTheEdgeStillHoldsIsGoneOnceTheEdgeHasLetItGo() {
        sweep(function -> {
            String version = stage.record(function.functionId()).associable().orElseThrow();
            stage.twin().lambda().replicate(version, DISTRIBUTION);
            stage.twin().lambda().withdraw(version, DISTRIBUTION);
        });
    }

    private void sweep(Consumer<EdgeFunction> beforeDeletion) {
        AtomicReference<EdgeFunction> function = new AtomicReference<>();

        int crashes = CrashSweep.of(crashing -> delete(function.get().functionId()))
                .onOne(stage.twin())
                .given(again -> function.set(active(beforeDeletion)))
                .then(survived -> {
                    String id = function.get().functionId();
                    if (stage.functions()
                            .find(id)
                            .filter(record -> record.status() == EdgeFunctionStatus.ACTIVE)
                            .isPresent()) {
                        assertThat(stage.atLambda())
                                .as("not begun: the function is whole")
                                .containsExactly(function.get().functionName());
                        assertThat(delete(id).status()).isIn(200, 202);
                    }
                    letTheEdgeForget();

                    assertThat(stage.functions().find(id)).isEmpty();
                    assertThat(stage.atLambda()).isEmpty();
                });

        assertThat(crashes).isGreaterThan(4);
    }

    /** Hours pass, and the schedule looks now and then; nobody sends the request again. */
    private void letTheEdgeForget() {
        for (int round = 0; round < 3; round++) {
            stage.pass(Duration.ofHours(2));
            new EdgeFunctionSweep(stage.environment().environment()).run();
        }
    }

    private EdgeFunction active(Consumer<EdgeFunction> beforeDeletion) {
        EdgeFunction begun = EdgeFunction.begin(
                SampleFunctions.begun(++number).functionId(),
                "Standalone",
                Buckets.asiaUs(),
                null,
                "user@example.com",
                stage.twin().clock().instant());
        stage.functions().create(begun);
        stage.settle(begun.functionId());
        beforeDeletion.accept(begun);
        return begun;
    }

    private GatewayAnswer delete(String id) {
        return GatewayCall.of("DELETE", "/lambda-edge/functions/{id}")
                .path("id", id)
                .to(new DeleteEdgeFunctionHandler(stage.environment().environment()));
    }
}
