// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.aws;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * When the current invocation ends. The shell sets it for the invoking thread; retries and waits ask how much is left.
 * Time here is elapsed time, not the clock of records.
 */
public final class Deadline implements AutoCloseable {
    /** Left for answering: no retry or wait starts in the last part of an invocation. */
    private static final Duration RESERVE = Duration.ofMillis(1500);

    private static final Duration UNBOUNDED = Duration.ofMinutes(1);
    private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

    private final long endsAtNanos;
    private final @Nullable Deadline outer;

    private Deadline(long endsAtNanos, @Nullable Deadline outer) {
        this.endsAtNanos = endsAtNanos;
        this.outer = outer;
    }

    /** Begins an invocation of this length on the current thread; closing ends it. */
    public static Deadline after(Duration length) {
        Deadline deadline = new Deadline(System.nanoTime() + length.toNanos(), CURRENT.get());
        CURRENT.set(deadline);
        return deadline;
    }

    /** What may still be spent on retries and waits, never negative; a minute outside of an invocation. */
    public static Duration left() {
        Deadline current = CURRENT.get();
        if (current == null) {
            return UNBOUNDED;
        }
        Duration left =
                Duration.ofNanos(current.endsAtNanos - System.nanoTime()).minus(RESERVE);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The same work, to be run on another thread under the deadline of this one. */
    public static <T> Callable<T> carry(Callable<T> work) {
        Deadline carried = CURRENT.get();
        return () -> {
            Deadline own = CURRENT.get();
            CURRENT.set(carried);
            try {
                return work.call();
            } finally {
                CURRENT.set(own);
            }
        };
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
