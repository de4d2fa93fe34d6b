// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.functions;

import dev.cfmanager.awstwin.lambda.FunctionError;
import dev.cfmanager.awstwin.lambda.HostedFunction;
import dev.cfmanager.awstwin.lambda.Invocation;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A function's time limit, in real time. Work stays on the invoking thread, because that thread may hold the clock that
 * the work itself needs; when time is up the thread is interrupted, and whatever comes out then counts as a timeout.
 */
final class TimeLimit implements AutoCloseable {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "function-time-limit");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs the code for at most that long; fails as Lambda does when it took longer. */
    byte[] run(HostedFunction.Code code, Invocation invocation, Duration limit) throws Exception {
        Running running = new Running(Thread.currentThread());
        ScheduledFuture<?> end = watch.schedule(running::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            byte[] payload = code.run(invocation);
            end.cancel(false);
            if (running.finish()) {
                throw timeout(invocation, limit);
            }
            return payload;
        } catch (Exception failure) {
            end.cancel(false);
            if (running.finish() && !(failure instanceof FunctionError)) {
                FunctionError late = timeout(invocation, limit);
                late.addSuppressed(failure);
                throw late;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private static FunctionError timeout(Invocation invocation, Duration limit) {
        return new FunctionError(
                "Sandbox.Timedout",
                String.format(
                        Locale.ROOT,
                        "RequestId: %s Error: Task timed out after %.2f seconds",
                        invocation.requestId(),
                        limit.toMillis() / 1000.0));
    }

    /** Interrupts a thread while the work runs on it, and never after. */
    private static final class Running {
        private final Thread thread;
        private boolean done;
        private boolean interrupted;

        Running(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (!done) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** Ends the watch on the working thread itself; true when time ran out, and then its interrupt is taken back. */
        synchronized boolean finish() {
            done = true;
            return interrupted && (Thread.interrupted() || interrupted);
        }
    }
}
