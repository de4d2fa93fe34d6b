// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process dies before and after every AWS call of a function's life, and the next one goes on. */
class EdgeFunctionCrashTest {
    private final EdgeFunctionStage stage = new EdgeFunctionStage();
    private int number;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aCreationThatDiesAnywhereEndsWithOneActiveFunction() {
        AtomicReference<EdgeFunction> begun = new AtomicReference<>();

        CrashSweep.of(crashing -> stage.settle(begun.get().functionId()))
                .onOne(stage.twin())
                .given(again -> begun.set(begin()))
                .then(survived -> {
                    stage.settle(begun.get().functionId());

                    EdgeFunction made = stage.record(begun.get().functionId());
                    assertThat(made.status()).isEqualTo(EdgeFunctionStatus.ACTIVE);
                    assertThat(made.versionArn()).endsWith(":" + made.functionName() + ":1");
                    assertThat(stage.atLambda()).containsExactly(made.functionName());
                    removeAndCheckNothingIsLeft(begun.get());
                });
    }

    @Test
    void aDeletionThatDiesAnywhereLeavesNothing() {
        AtomicReference<EdgeFunction> active = new AtomicReference<>();

        CrashSweep.of(crashing -> retireAndSettle(active.get()))
                .onOne(stage.twin())
                .given(again -> {
                    active.set(begin());
                    stage.settle(active.get().functionId());
                })
                .then(survived -> removeAndCheckNothingIsLeft(active.get()));
    }

    @Test
    void aCreationThatDiesAnywhereCanBeDeletedInsteadAndLeavesNothing() {
        AtomicReference<EdgeFunction> begun = new AtomicReference<>();

        CrashSweep.of(crashing -> stage.settle(begun.get().functionId()))
                .onOne(stage.twin())
                .given(again -> begun.set(begin()))
                .then(survived -> removeAndCheckNothingIsLeft(begun.get()));
    }

    @Test
    void aCreationThatIsRefusedAndDiesOnTheWayBackLeavesNothing() {
        AtomicReference<EdgeFunction> begun = new AtomicReference<>();

        CrashSweep.of(crashing -> stage.settle(begun.get().functionId()))
                .onOne(stage.twin())
                .given(again -> {
                    stage.twin().lambda().failNext(name(number), "InternalError", "no capacity");
                    begun.set(begin());
                })
                .then(survived -> {
                    assertThat(stage.settle(begun.get().functionId())).isInstanceOf(EdgeFunctionProgress.Failed.class);
                    assertThat(stage.atLambda()).isEmpty();
                });
    }

    private void removeAndCheckNothingIsLeft(EdgeFunction function) {
        retireAndSettle(function);
        assertThat(stage.functions().find(function.functionId())).isEmpty();
        assertThat(stage.atLambda()).isEmpty();
    }

    private void retireAndSettle(EdgeFunction function) {
        stage.lifecycle().retire(function.functionId());
        stage.settle(function.functionId());
    }

    private EdgeFunction begin() {
        EdgeFunction begun = EdgeFunction.begin(
                SampleFunctions.begun(number).functionId(),
                "My site",
                Buckets.asiaUs(),
                null,
                "user@example.com",
                stage.twin().clock().instant());
        number++;
        stage.functions().create(begun);
        return begun;
    }

    private static String name(int number) {
        return SampleFunctions.begun(number).functionName();
    }
}
