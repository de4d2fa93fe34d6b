// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerReplicationTest {
    private final MultiOriginStage stage = new MultiOriginStage();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void isOffUnlessTheStackSaysOtherwise() {
        Distribution made = made("World");

        assertThat(made.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(made.replicationTriggeredAt()).isEmpty();
        assertThat(updates()).isZero();
        assertThat(comment(made)).isEqualTo("World");
    }

    @Test
    void marksTheCommentOnceAfterTheFirstDeployment() {
        on();

        Distribution made = made("World");
        for (int again = 0; again < 3; again++) {
            stage.settle(made.id());
        }

        Distribution now = stage.stage().distributions().require(made.id());
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(updates()).isEqualTo(1);
        assertThat(comment(made))
                .isEqualTo("World [Replication: "
                        + now.replicationTriggeredAt().orElseThrow().toEpochMilli() + "]");
        List<HistoryEvent> events = stage.stage().history(made.id());
        assertThat(events)
                .extracting(HistoryEvent::action)
                .endsWith("STATUS_CHANGED", "REPLICATION_TRIGGERED", "STATUS_CHANGED", "STATUS_CHANGED");
        assertThat(events.get(events.size() - 3).extras().path("comment").asText())
                .isEqualTo(comment(made));
    }

    @Test
    void isNoBusinessOfADistributionWithOneOrigin() {
        on();

        Distribution made = stage.stage()
                .settled(stage.stage().created(SampleDistributions.request("One", "custom-1", "www.example.com")));

        assertThat(made.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(updates()).isZero();
    }

    @Test
    void aRefusalIsNoFailureAndIsNotTriedAgain() {
        on();
        stage.twin().faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidArgument");

        Distribution made = made("World");
        stage.settle(made.id());

        assertThat(made.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(made.errorMessage()).isEmpty();
        assertThat(updates()).isEqualTo(1);
        assertThat(stage.stage().actions(made.id())).doesNotContain("REPLICATION_TRIGGERED");
    }

    @Test
    void whereverItDiesItIsDoneAtMostOnce() { // defect M-2
        AtomicReference<String> id = new AtomicReference<>("");
        AtomicInteger runs = new AtomicInteger();
        AtomicLong before = new AtomicLong();

        CrashSweep.of(crashing -> stage.settle(id.get()))
                .onOne(stage.twin())
                .given(again -> {
                    off();
                    id.set(made("World " + runs.incrementAndGet()).id());
                    on();
                    before.set(updates());
                })
                .then(survived -> {
                    stage.settle(id.get());

                    long least = runs.get() == 1 ? 1 : 0; // the first run is not disturbed
                    assertThat(updates() - before.get()).isBetween(least, 1L);
                    assertThat(stage.stage().distributions().require(id.get()).status())
                            .isEqualTo(DistributionStatus.DEPLOYED);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Site, Site [Replication: 1767225600000]",
        "'', ' [Replication: 1767225600000]'",
        "Site [Replication: 1], Site [Replication: 1767225600000]",
        "Site [Lambda@Edge Associated: 1], Site [Replication: 1767225600000]",
        "Site [R:1], Site [Replication: 1767225600000]",
        "Site [R&D], Site [R&D] [Replication: 1767225600000]",
    })
    void aMarkReplacesTheOneBefore(String before, String after) {
        assertThat(ReplicationComment.of(before, Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo(after);
    }

    @Test
    void aLongCommentIsCutForTheMarkAndNoCharacterInTwo() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(ReplicationComment.of("x".repeat(128), now)).isEqualTo("x".repeat(100) + " [R:1767225600000]");
        assertThat(ReplicationComment.of("x".repeat(99) + "\ud83d\ude00".repeat(10), now))
                .isEqualTo("x".repeat(99) + " [R:1767225600000]");
        assertThat(ReplicationComment.of(ReplicationComment.of("x".repeat(128), now), now))
                .hasSizeLessThanOrEqualTo(128)
                .startsWith("x".repeat(100));
    }

    private void on() {
        stage.stage().test().with(EnvironmentVariable.LAMBDA_EDGE_REPLICATION_TRIGGER, "true");
    }

    private void off() {
        stage.stage().test().with(EnvironmentVariable.LAMBDA_EDGE_REPLICATION_TRIGGER, "false");
    }

    private Distribution made(String name) {
        ObjectNode body = MultiOriginStage.body(name);
        Distribution begun = stage.create(body, name);
        stage.settle(begun.id());
        return stage.stage().distributions().require(begun.id());
    }

    private long updates() {
        return stage.twin().calls().count("cloudfront:UpdateDistribution");
    }

    private String comment(Distribution distribution) {
        return stage.stage()
                .test()
                .aws()
                .cloudFront()
                .getDistributionConfig(get -> get.id(distribution.cloudfrontId().orElseThrow()))
                .distributionConfig()
                .comment();
    }
}
