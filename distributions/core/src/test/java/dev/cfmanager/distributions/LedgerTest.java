// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Ledger.Entry CHANGED = Ledger.Entry.of(HistoryAction.STATUS_CHANGED, "system");

    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);
    private final Ledger ledger =
            new Ledger(stage.environment(), stage.distributions(), new History(stage.environment()));

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void writesAChangeWithItsVersionTimeAndEvent() {
        Distribution opened = open();
        twin.clock().advance(Duration.ofSeconds(5));

        Distribution changed = ledger.change(
                        opened,
                        change -> change.status(DistributionStatus.FAILED),
                        CHANGED.with("previousStatus", "Deployed"))
                .orElseThrow();

        assertThat(stage.distributions().require("dist-1")).isEqualTo(changed);
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.updatedAt()).isEqualTo(twin.clock().instant());
        assertThat(changed.unpublished()).isEmpty();
        HistoryEvent event = stage.history("dist-1").get(1);
        assertThat(event.action()).isEqualTo("STATUS_CHANGED");
        assertThat(event.version()).isEqualTo(2);
        assertThat(event.extras().path("previousStatus").asText()).isEqualTo("Deployed");
    }

    @Test
    void ofTwoChangesMadeFromOneReadingWritesOneAndItsEvent() { // defects M-1, M-6
        Distribution opened = open();

        assertThat(ledger.change(opened, change -> change.description("a"), CHANGED))
                .isPresent();
        assertThat(ledger.change(opened, change -> change.description("b"), CHANGED))
                .isEmpty();

        assertThat(stage.distributions().require("dist-1").description()).contains("a");
        assertThat(stage.actions("dist-1")).containsExactly("CREATE_INITIATED", "STATUS_CHANGED");
    }

    @Test
    void changesTheRecordThoughTheHistoryCannotBeWrittenAndWritesItLater() {
        Distribution opened = open();
        twin.faults().on("dynamodb", "PutItem").fail(500, "InternalServerError");

        Distribution changed = ledger.change(opened, change -> change.description("a"), CHANGED)
                .orElseThrow();

        assertThat(changed.unpublished()).hasSize(1);
        twin.faults().clear();
        assertThat(stage.actions("dist-1")).containsExactly("CREATE_INITIATED");
        ledger.publish(stage.distributions().require("dist-1"));
        assertThat(stage.actions("dist-1")).containsExactly("CREATE_INITIATED", "STATUS_CHANGED");
        assertThat(stage.distributions().require("dist-1").unpublished()).isEmpty();
    }

    @Test
    void writesEveryEventOnceWhereverTheProcessDies() {
        for (boolean after : List.of(false, true)) {
            for (int call = 1; call <= 3; call++) {
                String id = "dist-" + after + call;
                Distribution opened = ledger.open(
                                SampleDistributions.deployed(id).build(),
                                Ledger.Entry.of(HistoryAction.CREATE_INITIATED, "user"))
                        .orElseThrow();
                var rule = twin.faults().on("dynamodb", "*").call(call);
                (after ? rule.afterEffect() : rule).crash();

                assertThatThrownBy(() -> ledger.change(opened, change -> change.description("a"), CHANGED))
                        .isInstanceOf(TwinCrash.class);
                twin.faults().clear();
                Distribution found = ledger.publish(stage.distributions().require(id));
                if (found.version() == 1) {
                    ledger.change(found, change -> change.description("a"), CHANGED);
                }

                assertThat(stage.actions(id))
                        .as("crash %s call %d", after ? "after" : "before", call)
                        .containsExactly("CREATE_INITIATED", "STATUS_CHANGED");
                assertThat(stage.distributions().require(id).unpublished()).isEmpty();
            }
        }
    }

    @Test
    void datesEventsOfOneInstantInTheirOrder() { // defect M-7
        Distribution current = open();
        for (int i = 0; i < 3; i++) {
            current = ledger.change(current, change -> {}, CHANGED, CHANGED).orElseThrow();
        }

        assertThat(stage.history("dist-1"))
                .extracting(HistoryEvent::version)
                .containsExactly(1L, 2L, 2L, 3L, 3L, 4L, 4L);
    }

    private Distribution open() {
        return ledger.open(
                        SampleDistributions.deployed("dist-1").build(),
                        Ledger.Entry.of(HistoryAction.CREATE_INITIATED, "user"))
                .orElseThrow();
    }
}
