// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.kernel.FaultRule;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The process dies after every AWS call of a multi-origin creation, and the request comes again. To die before a call is
 * to have died after the one before it.
 */
class MultiOriginCrashTest {
    /** As many as fit well into CloudFront's quotas and into one bucket's policy. */
    private static final int PER_ACCOUNT = 20;

    private MultiOriginStage stage = new MultiOriginStage();
    private int creations;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aCreationThatDiesAnywhereEndsWithOneOfEverything() {
        long calls = callsOf(() -> createAndSettle("undisturbed"));

        for (long call = 1; call <= calls; call++) {
            freshAccountNowAndThen();
            String name = "creation " + call;

            crashing(call, () -> createAndSettle(name));
            Distribution made = createAndSettle(name);

            assertThat(made.status()).as("after call %d", call).isEqualTo(DistributionStatus.DEPLOYED);
            assertThat(stage.identities())
                    .as("after call %d", call)
                    .hasSize(creations)
                    .contains(made.oaiId().orElseThrow());
            assertThat(stage.functions())
                    .as("after call %d", call)
                    .hasSize(creations)
                    .contains(made.lambdaEdgeFunctionName().orElseThrow());
            assertThat(stage.atCloudFront())
                    .as("after call %d", call)
                    .hasSize(creations)
                    .contains(made.cloudfrontId().orElseThrow());
        }
    }

    @Test
    void aCreationThatIsRefusedAtTheLastStepAndDiesAnywhereLeavesNothing() {
        long calls = callsOf(() -> refused("undisturbed"));

        for (long call = 1; call <= calls; call++) {
            String name = "creation " + call;

            crashing(call, () -> refused(name));
            refused(name);

            assertThat(stage.identities()).as("after call %d", call).isEmpty();
            assertThat(stage.functions()).as("after call %d", call).isEmpty();
            assertThat(stage.atCloudFront()).isEmpty();
        }
    }

    private Distribution createAndSettle(String name) {
        Distribution begun = stage.create(name);
        stage.settle(begun.id());
        return stage.stage().distributions().require(begun.id());
    }

    /** Creates what CloudFront will not take, and waits until that is undone; the record then says why. */
    private void refused(String name) {
        FaultRule rule = stage.twin().faults().on("cloudfront", "CreateDistribution");
        rule.fail(400, "InvalidArgument");
        try {
            stage.create(name);
        } catch (OperationException refused) {
            // Sent again while the first attempt is still being undone, it is told so instead.
            assertThat(refused.text()).containsAnyOf("InvalidArgument", "is being removed");
        }
        stage.stage().distributions().findByName(name).forEach(record -> {
            stage.settle(record.id());
            assertThat(stage.stage().distributions().require(record.id()).status())
                    .isEqualTo(DistributionStatus.FAILED);
        });
        stage.twin().faults().clear();
    }

    private void freshAccountNowAndThen() {
        if (creations == PER_ACCOUNT || creations == 0) {
            stage.close();
            stage = new MultiOriginStage();
            creations = 0;
        }
        creations++;
    }

    private long callsOf(Runnable scenario) {
        stage.twin().calls().reset();
        scenario.run();
        return stage.twin().calls().all().size();
    }

    private void crashing(long call, Runnable scenario) {
        stage.twin().faults().on("*", "*").call(call).afterEffect().crash();
        try {
            scenario.run();
        } catch (TwinCrash crash) {
            assertThat(crash).hasMessageContaining("after");
        } finally {
            stage.twin().faults().clear();
        }
    }
}
