// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's queue of asynchronous events: delivered at the next move of the clock, and after a function error twice more,
 * one and then two minutes later
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">how Lambda handles
 * errors with asynchronous invocation</a>). An event that fails three times is dropped.
 */
final class EventQueue {
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final Kernel kernel;
    private final Invocations invocations;
    private final MVMap<String, Event> events;
    private @Nullable Function<FunctionName, Invocations.Target> targets;

    EventQueue(Kernel kernel, Invocations invocations) {
        this.kernel = kernel;
        this.invocations = invocations;
        this.events = kernel.store().map("lambda.events");
    }

    /** Begins delivery, including what an earlier process left undelivered. */
    void start(Function<FunctionName, Invocations.Target> resolve) {
        this.targets = resolve;
        events.forEach((key, event) -> schedule(key, event.due()));
    }

    void add(FunctionName function, byte[] payload) {
        String key = put(new Event(
                function.region(),
                function.qualifiedArn(),
                payload.clone(),
                kernel.requestIds().uuid(),
                0,
                kernel.clock().instant()));
        schedule(key, kernel.clock().instant());
    }

    /** How many events wait for delivery. */
    int size() {
        return events.size();
    }

    private synchronized String put(Event event) {
        String last = events.lastKey();
        String key = String.format("%016d", last == null ? 1 : Long.parseLong(last) + 1);
        events.put(key, event);
        return key;
    }

    private void schedule(String key, Instant due) {
        kernel.clock().schedule(due, () -> deliver(key));
    }

    private void deliver(String key) {
        Event event = events.get(key);
        Function<FunctionName, Invocations.Target> resolve = targets;
        if (event == null || resolve == null) {
            return;
        }
        if (failed(event, resolve) && event.attempt() < RETRIES.size()) {
            Instant due = kernel.clock().instant().plus(RETRIES.get(event.attempt()));
            events.put(key, event.again(due));
            schedule(key, due);
        } else {
            events.remove(key);
        }
        kernel.store().commit();
    }

    private boolean failed(Event event, Function<FunctionName, Invocations.Target> resolve) {
        try {
            Invocations.Target target = resolve.apply(FunctionName.parse(event.function(), null, event.region()));
            return invocations
                    .run(target, event.requestId(), event.payload(), Optional.empty())
                    .failed();
        } catch (AwsError gone) {
            return false; // the function was deleted meanwhile: Lambda has nothing left to retry
        }
    }

    /** An event on its way. */
    @SuppressWarnings("ArrayRecordComponent") // payloads are carried, never compared
    record Event(String region, String function, byte[] payload, String requestId, int attempt, Instant due)
            implements Serializable {

        Event again(Instant later) {
            return new Event(region, function, payload, requestId, attempt + 1, later);
        }
    }
}
