// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that moves a clock by real elapsed time. */
final class Ticker {
    private static final long TICK_MILLIS = 20;

    private final VirtualClock clock;
    private final double speed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    Ticker(VirtualClock clock, double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("the speed of time is positive: " + speed);
        }
        this.clock = clock;
        this.speed = speed;
        this.thread = new Thread(this::run, "virtual-clock");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it. It is asked rather than interrupted, because a task under way is to finish what it does. */
    void stop() {
        stopped.countDown();
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long last = System.nanoTime();
        try {
            while (!stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                long reached = System.nanoTime();
                clock.tick(Duration.ofNanos((long) ((reached - last) * speed)));
                last = reached;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // somebody outside ends this thread: time stands still
        }
    }
}
