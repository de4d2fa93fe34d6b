// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.CrashSweep;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that die at, or sleep through, any call: readers through the edge are on exactly one set. */
class SwitchoverCrashTest {
    private static final String REGIONS = DataStage.FILES.get(1);

    private static DataStage stage;
    private static int live;

    @BeforeAll
    static void start() {
        stage = new DataStage();
    }

    @BeforeEach
    void publish() {
        stage.write(++live);
        stage.run();
        stage.twin().clock().advance(Duration.ofDays(1)); // a night whose cleaning up has something to do
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void readersAreOnOneSetWhereverARunDiesThatChangesEveryFile() {
        int crashes = sweep(number -> stage.write(number), () -> {
            Set<Integer> seen = stage.seen();
            assertThat(seen).hasSize(1);
            return seen.iterator().next();
        });

        assertThat(crashes).isGreaterThan(2 * 40);
    }

    @Test
    void readersAreOnOneSetWhereverARunDiesThatChangesOneFile() {
        int others = live;
        int crashes = sweep(number -> stage.write(REGIONS, number), () -> {
            assertThat(stage.seen(DataStage.FILES.get(0))).isEqualTo(others);
            assertThat(stage.seen(DataStage.FILES.get(2))).isEqualTo(others);
            return stage.seen(REGIONS);
        });

        assertThat(crashes).isGreaterThan(2 * 35);
        stage.write(++live);
        assertThat(stage.run().path("status").asText()).isEqualTo("published");
    }

    @Test
    void readersAreOnOneSetWhereverGoingBackDies() {
        int before = live;
        CrashSweep.of(twin -> stage.distributor().rollBack("admin"))
                .onOne(stage.twin())
                .given(twin -> {
                    stage.write(++live);
                    stage.run();
                    stage.twin().clock().advance(Duration.ofMinutes(5));
                })
                .then(twin -> {
                    assertThat(stage.seen()).hasSize(1).isSubsetOf(before, live);
                    stage.twin().clock().advance(Duration.ofMinutes(5));
                    String wanted = stage.sets().live().orElseThrow();
                    stage.run();
                    assertThat(stage.named()).isEqualTo(wanted);
                    stage.write(before);
                    stage.run();
                });
    }

    /** After a death, readers see the old set or the new one; when a run has finished, the new one. */
    private static int sweep(IntConsumer fetcher, IntSupplier seen) {
        return CrashSweep.of(twin -> stage.run())
                .onOne(stage.twin())
                .given(twin -> {
                    twin.clock().advance(Duration.ofHours(2));
                    fetcher.accept(live + 1);
                })
                .then(twin -> {
                    assertThat(seen.getAsInt()).isBetween(live, live + 1);
                    twin.clock().advance(Duration.ofMinutes(5));
                    ObjectNode finished = stage.ledger().plan().isPresent()
                            ? stage.distributor().recover("system")
                            : stage.run();
                    live++;
                    assertThat(finished.path("setId").asText()).isEqualTo(stage.named());
                    assertThat(stage.ledger().plan()).isEmpty();
                    assertThat(stage.seen(REGIONS)).isEqualTo(live);
                    assertThat(stage.direct(REGIONS)).isEqualTo(live);
                    assertThat(stage.stored()).contains(stage.named());
                });
    }

    /**
     * The worker falls asleep after a call and wakes up when its lease has run out and another one has done everything:
     * published what the fetcher wrote meanwhile, or found that it took everything back.
     */
    @ParameterizedTest
    @CsvSource({"*, false", "cloudfront, true"})
    void aWorkerThatWasTakenOverDoesNotMoveReadersBack(String service, boolean fetcherTakesItBack) {
        stage.write(live + 1);
        stage.twin().calls().reset();
        stage.run();
        int calls = stage.twin()
                .calls()
                .where(call -> service.equals("*") || service.equals(call.service()))
                .size();
        live++;
        for (int point = 1; point <= calls; point++) {
            stage.twin().clock().advance(Duration.ofHours(2));
            int last = fetcherTakesItBack ? live : live + 2;
            AtomicReference<String> given = new AtomicReference<>("");
            stage.write(live + 1);
            stage.twin().faults().on(service, "*").call(point).answer(answer -> {
                stage.twin().clock().advance(Duration.ofMinutes(3));
                stage.write(last);
                stage.run();
                given.set(stage.named());
                return answer;
            });

            stage.run();

            stage.twin().faults().clear();
            assertThat(given.get()).as("the other worker ran at %s", point).isNotEmpty();
            assertThat(stage.named()).as("asleep after call %s", point).isEqualTo(given.get());
            assertThat(stage.sets().live()).as("asleep after call %s", point).contains(given.get());
            assertThat(stage.stored()).as("asleep after call %s", point).contains(given.get());
            live = last;
        }
        assertThat(stage.seen()).containsExactly(live);
    }
}
