// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The twin's time. It stands still until {@link #advance} moves it, or runs by itself after {@link #start}, and
 * everything that falls due on the way runs in order of its due time (ties in order of scheduling), on the advancing
 * thread, with the clock showing that time. It never goes back. Reading is lock-free; one thread advances at a time.
 */
public final class VirtualClock implements InstantSource {

    /** Where tests begin: a fixed day, so that no test depends on today. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final Logger LOG = System.getLogger(VirtualClock.class.getName());
    private static final long KEEP_EVERY_NANOS = 1_000_000_000;

    private final ReentrantLock advancing = new ReentrantLock();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private volatile Instant now;
    private volatile Consumer<Throwable> onFailure =
            failure -> LOG.log(Level.ERROR, "a task that fell due in virtual time failed", failure);
    private Consumer<Instant> onMove = moved -> {};
    private Runnable onKeep = () -> {};
    private long keptAt;
    private long sequence;
    private @Nullable Ticker ticker;

    /** A clock that stands at {@code start}. */
    public VirtualClock(Instant start) {
        this.now = start;
    }

    /** Goes on from the time kept in {@code store}, if there is one, and keeps every move there. */
    void keepIn(Store store) {
        var kept = store.<Instant>map("clock");
        Instant earlier = kept.get("now");
        if (earlier != null) {
            now = earlier;
        }
        onMove = moved -> kept.put("now", moved);
        onKeep = store::commit;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Runs {@code task} once the clock reaches {@code at}; a time already past runs at the next advance, even by zero. */
    public Scheduled schedule(Instant at, Runnable task) {
        synchronized (queue) {
            Due due = new Due(at, sequence++, task);
            queue.add(due);
            return due;
        }
    }

    /** Runs {@code task} after {@code delay}. */
    public Scheduled scheduleIn(Duration delay, Runnable task) {
        return schedule(now.plus(delay), task);
    }

    /** When the next task falls due; empty when none waits. */
    public Optional<Instant> nextDue() {
        synchronized (queue) {
            return Optional.ofNullable(queue.peek()).map(due -> due.at);
        }
    }

    /**
     * Moves time forward and runs everything that falls due, including what those tasks schedule within the span. A
     * failing task does not stop the others; the first failure is thrown at the end with the rest suppressed.
     *
     * @throws IllegalArgumentException when {@code span} is negative
     */
    public void advance(Duration span) {
        requireForward(span);
        advancing.lock();
        try {
            moveTo(now.plus(span));
        } finally {
            advancing.unlock();
        }
    }

    /**
     * Moves from one due time to the next until {@code condition} holds.
     *
     * @param atMost how far to go; time stands at the end of it when the condition never held
     * @return whether the condition holds
     */
    public boolean advanceUntil(Duration atMost, BooleanSupplier condition) {
        requireForward(atMost);
        advancing.lock();
        try {
            Instant end = now.plus(atMost);
            boolean reachedEnd = false;
            while (!condition.getAsBoolean()) {
                if (reachedEnd) {
                    return false;
                }
                Optional<Instant> due = nextDue().filter(at -> !at.isAfter(end));
                reachedEnd = due.isEmpty();
                moveTo(due.orElse(end));
            }
            return true;
        } finally {
            advancing.unlock();
        }
    }

    /** Runs what is due now without moving time. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /**
     * Moves time unless another thread is at it: then that thread's move counts. For waits inside a request, which a
     * task of that other thread may itself be waiting for.
     */
    void advanceUnlessMoving(Duration span) {
        if (advancing.tryLock()) {
            try {
                moveTo(now.plus(span));
            } finally {
                advancing.unlock();
            }
        }
    }

    /**
     * Lets time run by itself, {@code speed} virtual seconds per real second, on a daemon thread; {@link #advance}
     * works beside it. Changes the speed when it runs already. Failing tasks go to {@link #onFailure}.
     *
     * @throws IllegalArgumentException when {@code speed} is not positive
     */
    public synchronized void start(double speed) {
        stop();
        ticker = new Ticker(this, speed);
    }

    /** Lets time stand still again; returns when no task is running on the clock's own thread any more. */
    public synchronized void stop() {
        if (ticker != null) {
            ticker.stop();
            ticker = null;
        }
    }

    /** Who hears of tasks that fail while time runs by itself; by default they are logged as errors. */
    public void onFailure(Consumer<Throwable> handler) {
        this.onFailure = handler;
    }

    /** Moves time for the ticker; whatever a task throws goes to the handler. */
    void tick(Duration span) {
        advancing.lock();
        try {
            boolean ran = nextDue().filter(at -> !at.isAfter(now.plus(span))).isPresent();
            runTo(now.plus(span));
            // Writing every tick down would keep a disk busy for nothing: whatever call commits, takes the time along.
            if (ran || System.nanoTime() - keptAt > KEEP_EVERY_NANOS) {
                keep();
            }
        } catch (RuntimeException | Error failure) {
            onFailure.accept(failure);
        } finally {
            advancing.unlock();
        }
    }

    private static void requireForward(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time only moves forward: " + span);
        }
    }

    private void moveTo(Instant target) {
        try {
            runTo(target);
        } finally {
            keep();
        }
    }

    private void runTo(Instant target) {
        Throwable failure = null;
        for (Due due = nextDue(target); due != null; due = nextDue(target)) {
            show(due.at);
            try {
                due.task.run();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        show(target);
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void keep() {
        keptAt = System.nanoTime();
        onKeep.run();
    }

    private void show(Instant time) {
        if (time.isAfter(now)) {
            now = time;
            onMove.accept(time);
        }
    }

    private @Nullable Due nextDue(Instant target) {
        synchronized (queue) {
            Due head = queue.peek();
            return head == null || head.at.isAfter(target) ? null : queue.poll();
        }
    }

    /** A task waiting for its time. */
    public interface Scheduled {
        /** Forgets the task if it has not started. */
        void cancel();
    }

    private final class Due implements Scheduled, Comparable<Due> {
        private final Instant at;
        private final long order;
        private final Runnable task;

        Due(Instant at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            synchronized (queue) {
                queue.remove(this);
            }
        }

        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }
}
