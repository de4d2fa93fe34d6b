// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.FaultRule;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process dies before and after every AWS call of a multi-origin creation, and the request comes again. */
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
        CrashSweep.of(crashing -> createAndSettle(name()))
                .onKept(this::freshAccountNowAndThen)
                .then(survived -> {
                    Distribution made = createAndSettle(name());

                    assertThat(made.status()).isEqualTo(DistributionStatus.DEPLOYED);
                    assertThat(stage.identities())
                            .hasSize(creations)
                            .contains(made.oaiId().orElseThrow());
                    assertThat(stage.functions())
                            .hasSize(creations)
                            .contains(made.lambdaEdgeFunctionName().orElseThrow());
                    assertThat(stage.atCloudFront())
                            .hasSize(creations)
                            .contains(made.cloudfrontId().orElseThrow());
                });
    }

    @Test
    void aCreationThatIsRefusedAtTheLastStepAndDiesAnywhereLeavesNothing() {
        CrashSweep.of(crashing -> refused(name()))
                .onOne(stage.twin())
                .given(again -> creations++)
                .then(survived -> {
                    refused(name());

                    assertThat(stage.identities()).isEmpty();
                    assertThat(stage.functions()).isEmpty();
                    assertThat(stage.atCloudFront()).isEmpty();
                });
    }

    /** Of this run. */
    private String name() {
        return "creation " + creations;
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

    private Twin freshAccountNowAndThen() {
        if (creations == PER_ACCOUNT || creations == 0) {
            stage.close();
            stage = new MultiOriginStage();
            creations = 0;
        }
        creations++;
        return stage.twin();
    }
}
