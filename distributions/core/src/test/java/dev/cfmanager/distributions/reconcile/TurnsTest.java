// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Twin twin = Twin.start();
    private final Turns turns = new Turns(TestEnvironment.on(twin)
            .withTable(EnvironmentVariable.TURNS_TABLE, TurnsSchema.SCHEMA)
            .environment());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void areASecondApartAndAtOnceWhenNobodyIsThere() {
        assertThat(List.of(inSeconds(), inSeconds(), inSeconds())).containsExactly(0.0, 1.0, 2.0);
        twin.clock().advance(Duration.ofMillis(2_500));
        assertThat(inSeconds()).isEqualTo(0.5);
        twin.clock().advance(Duration.ofSeconds(10));
        assertThat(inSeconds()).isZero();
    }

    @Test
    void areGivenOnceHoweverManyAskAtOnce() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(8);
        List<Instant> given = new ArrayList<>();
        try {
            List<Callable<Optional<Instant>>> asking = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                asking.add(turns::next);
            }
            for (Future<Optional<Instant>> answer : askers.invokeAll(asking)) {
                given.add(answer.get().orElseThrow());
            }
        } finally {
            askers.shutdownNow();
        }

        assertThat(given).hasSize(40).doesNotHaveDuplicates();
        assertThat(given.stream().max(Instant::compareTo))
                .contains(twin.clock().instant().plusSeconds(39));
    }

    @Test
    void areTwiceAsFarApartAfterThrottlingAndStaySoForAnHour() {
        turns.next();

        turns.throttled();
        turns.throttled(); // by the same cause

        turns.next();
        assertThat(inSeconds()).isEqualTo(3.0);
        for (int minute = 0; minute < 55; minute++) {
            twin.clock().advance(Duration.ofMinutes(1));
            turns.next();
        }
        assertThat(inSeconds()).isEqualTo(2.0);
    }

    @Test
    void comeCloserAgainMinuteByMinuteAfterThatButNeverCloserThanASecond() {
        turns.next();
        turns.throttled();
        twin.clock().advance(Duration.ofHours(1));
        List<Double> intervals = new ArrayList<>();
        for (int minute = 0; minute < 10; minute++) {
            turns.next();
            intervals.add(inSeconds());
            twin.clock().advance(Duration.ofMinutes(1));
        }

        assertThat(intervals.get(1)).isLessThan(2.0);
        assertThat(intervals).isSortedAccordingTo(Comparator.reverseOrder()).endsWith(1.0);
    }

    @Test
    void areNotGivenForLaterThanHalfAnHourFromNow() {
        turns.next();
        for (int i = 0; i < 3; i++) {
            turns.throttled();
            twin.clock().advance(Duration.ofMinutes(2));
        }
        for (int i = 0; i < 225; i++) { // eight seconds apart
            assertThat(turns.next()).isPresent();
        }

        assertThat(turns.next()).isEmpty();
        twin.clock().advance(Duration.ofSeconds(1));
        assertThat(turns.next()).isPresent();
    }

    private double inSeconds() {
        return Duration.between(twin.clock().instant(), turns.next().orElseThrow())
                        .toMillis()
                / 1000.0;
    }
}
