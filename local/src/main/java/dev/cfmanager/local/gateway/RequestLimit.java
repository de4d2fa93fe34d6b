// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import dev.cfmanager.local.sam.Throttle;
import java.util.function.LongSupplier;

/**
 * The stage's token bucket, on real time: it holds {@code burst} requests and refills at the rate. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">Throttling</a>
 */
final class RequestLimit {
    private static final double NANOS = 1e9;

    private final Throttle throttle;
    private final LongSupplier nanoTime;
    private double available;
    private long filledAt;

    RequestLimit(Throttle throttle, LongSupplier nanoTime) {
        this.throttle = throttle;
        this.nanoTime = nanoTime;
        this.available = throttle.burst();
        this.filledAt = nanoTime.getAsLong();
    }

    /** Takes one request out of the bucket; false when it is empty. */
    synchronized boolean admit() {
        long now = nanoTime.getAsLong();
        available = Math.min(throttle.burst(), available + (now - filledAt) / NANOS * throttle.requestsPerSecond());
        filledAt = now;
        if (available < 1) {
            return false;
        }
        available--;
        return true;
    }
}
