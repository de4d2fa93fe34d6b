// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualClockTest {
    private static final long PATIENCE_SECONDS = 30;

    private final VirtualClock clock = new VirtualClock(VirtualClock.EPOCH);
    private final List<String> happened = new ArrayList<>();

    @AfterEach
    void stopTime() {
        clock.stop();
    }

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(VirtualClock.EPOCH);

        clock.advance(ofMinutes(15));

        assertThat(clock.instant()).isEqualTo(VirtualClock.EPOCH.plus(ofMinutes(15)));
        assertThatThrownBy(() -> clock.advance(ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsWhatFallsDueInOrderAtItsOwnTime() {
        clock.scheduleIn(ofSeconds(20), () -> note("second"));
        clock.scheduleIn(ofSeconds(10), () -> {
            note("first");
            clock.scheduleIn(ofSeconds(5), () -> note("scheduled on the way"));
        });
        clock.scheduleIn(ofSeconds(20), () -> note("tie"));
        clock.scheduleIn(ofSeconds(61), () -> note("too late"));
        clock.scheduleIn(ofSeconds(15), () -> note("cancelled")).cancel();

        clock.advance(ofMinutes(1));

        assertThat(happened).containsExactly("10 first", "15 scheduled on the way", "20 second", "20 tie");
        assertThat(clock.nextDue()).contains(VirtualClock.EPOCH.plusSeconds(61));
    }

    @Test
    void runsWhatIsOverdueWithoutMoving() {
        clock.schedule(VirtualClock.EPOCH.minusSeconds(5), () -> note("overdue"));

        clock.runDue();

        assertThat(happened).containsExactly("0 overdue");
    }

    @Test
    void aFailingTaskStopsNeitherTheOthersNorTime() {
        clock.scheduleIn(ofSeconds(1), () -> {
            throw new IllegalStateException("first");
        });
        clock.scheduleIn(ofSeconds(2), () -> {
            throw new TwinCrash("second");
        });
        clock.scheduleIn(ofSeconds(3), () -> note("third"));

        assertThatThrownBy(() -> clock.advance(ofMinutes(1)))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(TwinCrash.class));
        assertThat(happened).containsExactly("3 third");
        assertThat(clock.instant()).isEqualTo(VirtualClock.EPOCH.plusSeconds(60));
    }

    @Test
    void goesUntilAConditionHoldsAndNoFurther() {
        clock.scheduleIn(ofSeconds(10), () -> note("a"));
        clock.scheduleIn(ofSeconds(20), () -> note("b"));
        clock.scheduleIn(ofSeconds(30), () -> note("c"));

        assertThat(clock.advanceUntil(ofHours(1), () -> happened.size() == 2)).isTrue();
        assertThat(clock.instant()).isEqualTo(VirtualClock.EPOCH.plusSeconds(20));
        assertThat(clock.advanceUntil(ofSeconds(40), () -> happened.size() == 9))
                .isFalse();
        assertThat(clock.instant()).isEqualTo(VirtualClock.EPOCH.plusSeconds(60));
        assertThat(clock.advanceUntil(ZERO, () -> happened.size() == 3)).isTrue();
    }

    @Test
    void fifteenMinutesWithNothingDueCostUnderAMillisecond() {
        clock.scheduleIn(ofDays(365), () -> note("never"));
        for (int i = 0; i < 1_000; i++) {
            clock.advance(ofMinutes(15));
        }

        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            clock.advance(ofMinutes(15));
        }

        assertThat((System.nanoTime() - begin) / 100).isLessThan(1_000_000);
    }

    @Test
    void runsByItselfAsFastAsAsked() throws Exception {
        BlockingQueue<Instant> times = new LinkedBlockingQueue<>();
        clock.scheduleIn(ofHours(2), () -> times.add(clock.instant()));

        clock.start(1_000_000);

        assertThat(times.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(VirtualClock.EPOCH.plus(ofHours(2)));
        clock.stop();
        Instant stopped = clock.instant();
        assertThat(clock.instant()).isEqualTo(stopped);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("virtual-clock"));
    }

    @Test
    void reportsATaskThatFailsWhileTimeRunsAndRunsOn() throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        CountDownLatch later = new CountDownLatch(1);
        clock.onFailure(failures::add);
        clock.scheduleIn(ofSeconds(1), () -> {
            throw new TwinCrash("in a task");
        });
        clock.scheduleIn(ofHours(1), later::countDown);

        clock.start(100_000);

        assertThat(failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(TwinCrash.class);
        assertThat(later.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void canBeAdvancedWhileItRunsAndStoppedByATask() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        clock.start(1);

        clock.advance(ofDays(1));
        assertThat(clock.instant()).isAfterOrEqualTo(VirtualClock.EPOCH.plus(ofDays(1)));

        clock.scheduleIn(ZERO, () -> {
            clock.stop();
            done.countDown();
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesASpeedThatIsNone() {
        assertThatThrownBy(() -> clock.start(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.start(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnFromTheTimeItReachedBeforeARestart(@TempDir Path folder) {
        try (Store store = new Store(folder)) {
            clock.keepIn(store);
            clock.advance(ofHours(7));
        }
        try (Store store = new Store(folder)) {
            VirtualClock restarted = new VirtualClock(VirtualClock.EPOCH);
            restarted.keepIn(store);

            assertThat(restarted.instant()).isEqualTo(VirtualClock.EPOCH.plus(ofHours(7)));
        }
    }

    private void note(String what) {
        happened.add(clock.instant().getEpochSecond() - VirtualClock.EPOCH.getEpochSecond() + " " + what);
    }
}
