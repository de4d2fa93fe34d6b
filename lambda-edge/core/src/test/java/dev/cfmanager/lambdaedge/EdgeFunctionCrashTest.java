// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cfmanager.awstwin.kernel.TwinCrash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The process dies after every AWS call of a function's life, and the next one goes on. To die before a call is to have
 * died after the one before it.
 */
class EdgeFunctionCrashTest {
    private final EdgeFunctionStage stage = new EdgeFunctionStage();
    private int number;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aCreationThatDiesAnywhereEndsWithOneActiveFunction() {
        EdgeFunction undisturbed = begin();
        long calls = callsOf(() -> stage.settle(undisturbed.functionId()));

        for (long call = 1; call <= calls; call++) {
            EdgeFunction begun = begin();

            crashing(call, () -> stage.settle(begun.functionId()));
            stage.settle(begun.functionId());

            EdgeFunction made = stage.record(begun.functionId());
            assertThat(made.status()).as("after call %d", call).isEqualTo(EdgeFunctionStatus.ACTIVE);
            assertThat(made.versionArn()).endsWith(":" + made.functionName() + ":1");
            assertThat(stage.atLambda()).contains(made.functionName());
            removeAndCheckNothingIsLeft(begun);
        }
    }

    @Test
    void aDeletionThatDiesAnywhereLeavesNothing() {
        EdgeFunction undisturbed = active();
        long calls = callsOf(() -> retireAndSettle(undisturbed));

        for (long call = 1; call <= calls; call++) {
            EdgeFunction active = active();

            crashing(call, () -> retireAndSettle(active));
            retireAndSettle(active);

            assertThat(stage.functions().find(active.functionId()))
                    .as("after call %d", call)
                    .isEmpty();
            assertThat(stage.atLambda()).isEmpty();
        }
    }

    @Test
    void aCreationThatDiesAnywhereCanBeDeletedInsteadAndLeavesNothing() {
        EdgeFunction undisturbed = begin();
        long calls = callsOf(() -> stage.settle(undisturbed.functionId()));

        for (long call = 1; call <= calls; call++) {
            EdgeFunction begun = begin();

            crashing(call, () -> stage.settle(begun.functionId()));

            removeAndCheckNothingIsLeft(begun);
        }
    }

    @Test
    void aCreationThatIsRefusedAndDiesOnTheWayBackLeavesNothing() {
        stage.twin().lambda().failNext(name(number), "InternalError", "no capacity");
        EdgeFunction undisturbed = begin();
        long calls = callsOf(() -> stage.settle(undisturbed.functionId()));

        for (long call = 1; call <= calls; call++) {
            stage.twin().lambda().failNext(name(number), "InternalError", "no capacity");
            EdgeFunction begun = begin();

            crashing(call, () -> stage.settle(begun.functionId()));

            assertThat(stage.settle(begun.functionId()))
                    .as("after call %d", call)
                    .isInstanceOf(EdgeFunctionProgress.Failed.class);
            assertThat(stage.atLambda()).doesNotContain(begun.functionName());
        }
    }

    private void removeAndCheckNothingIsLeft(EdgeFunction function) {
        retireAndSettle(function);
        assertThat(stage.functions().find(function.functionId())).isEmpty();
        assertThat(stage.atLambda()).doesNotContain(function.functionName());
    }

    private void retireAndSettle(EdgeFunction function) {
        stage.lifecycle().retire(function.functionId());
        stage.settle(function.functionId());
    }

    private EdgeFunction active() {
        EdgeFunction begun = begin();
        stage.settle(begun.functionId());
        return begun;
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

    private long callsOf(Runnable scenario) {
        stage.twin().calls().reset();
        scenario.run();
        long calls = stage.twin().calls().all().size();
        for (String name : stage.atLambda()) {
            stage.lambda().deleteFunction(delete -> delete.functionName(name));
        }
        return calls;
    }

    private void crashing(long call, Runnable scenario) {
        stage.twin().faults().on("*", "*").call(call).afterEffect().crash();
        try {
            assertThatExceptionOfType(TwinCrash.class).as("after call %d", call).isThrownBy(scenario::run);
        } finally {
            stage.twin().faults().clear();
        }
    }
}
