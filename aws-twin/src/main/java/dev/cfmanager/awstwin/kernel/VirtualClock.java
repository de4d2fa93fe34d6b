// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The twin's time. It stands still until {@link #advance} moves it, and everything that falls due on the way runs in
 * order of its due time (ties in order of scheduling), on the advancing thread, with the clock showing that time.
 * Reading is lock-free; one thread advances at a time.
 */
public final class VirtualClock implements InstantSource {

    /** Where tests begin: a fixed day, so that no test depends on today. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final ReentrantLock advancing = new ReentrantLock();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private volatile Instant now;
    private long sequence;

    /** A clock that stands at {@code start}. */
    public VirtualClock(Instant start) {
        this.now = start;
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

    /**
     * Moves time forward and runs everything that falls due, including what those tasks schedule within the span. A
     * failing task does not stop the others; the first failure is thrown at the end with the rest suppressed.
     *
     * @throws IllegalArgumentException when {@code span} is negative
     */
    public void advance(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time only moves forward: " + span);
        }
        advancing.lock();
        try {
            Instant target = now.plus(span);
            RuntimeException failure = null;
            for (Due due = nextDue(target); due != null; due = nextDue(target)) {
                if (due.at.isAfter(now)) {
                    now = due.at;
                }
                try {
                    due.task.run();
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (target.isAfter(now)) {
                now = target;
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            advancing.unlock();
        }
    }

    /** Runs what is due now without moving time. */
    public void runDue() {
        advance(Duration.ZERO);
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
