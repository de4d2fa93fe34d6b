// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private Twin twin;
    private Idempotency idempotency;
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void start() {
        twin = Twin.start();
        TestEnvironment test = TestEnvironment.on(twin).withIdempotency();
        idempotency = new Idempotency(test.environment(), "idempotency");
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void runsOnceForAHundredAtTheSameTimeAndGivesAllTheSameAnswer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<ApiHandler.Answer>> calls = IntStream.range(0, 100)
                    .<Callable<ApiHandler.Answer>>mapToObj(
                            i -> () -> idempotency.once(request("key-1", "{}"), this::work))
                    .toList();

            List<String> bodies = new java.util.ArrayList<>();
            for (Future<ApiHandler.Answer> future : threads.invokeAll(calls)) {
                bodies.add(future.get().body());
            }

            assertThat(bodies).hasSize(100);
            assertThat(bodies.stream().collect(Collectors.toSet())).containsExactly("run 1");
            assertThat(runs).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void takesOverFromACrashedRequestOnceItsLeaseIsOver() {
        assertThatThrownBy(() -> idempotency.once(request("key-1", "{}"), () -> {
                    throw new TwinCrash("in the middle");
                }))
                .isInstanceOf(TwinCrash.class);

        twin.clock().advance(Duration.ofMinutes(6));

        assertThat(idempotency.once(request("key-1", "{}"), this::work).body()).isEqualTo("run 1");
    }

    @Test
    void keepsKeysOfDifferentCallersAndRoutesApart() {
        idempotency.once(request("key-1", "{}"), this::work);
        idempotency.once(requestBy("other", "key-1", "{}"), this::work);
        idempotency.once(request("key-2", "{}"), this::work);

        assertThat(runs).hasValue(3);
    }

    @Test
    void forgetsAnAnswerAfterADay() {
        idempotency.once(request("key-1", "{\"a\":1}"), this::work);

        twin.clock().advance(Duration.ofHours(25));

        assertThat(idempotency.once(request("key-1", "{\"a\":2}"), this::work).body())
                .isEqualTo("run 2");
    }

    private ApiHandler.Answer work() {
        return new ApiHandler.Answer(201, Map.of(), "run " + runs.incrementAndGet(), null, "");
    }

    private static ApiRequest request(String key, String body) {
        return requestBy("sub-1", key, body);
    }

    private static ApiRequest requestBy(String subject, String key, String body) {
        return new ApiRequest(
                "POST",
                "/things",
                Map.of(),
                Map.of(),
                Map.of("idempotency-key", key),
                body,
                Caller.ofClaims(Map.of("sub", subject)),
                "request-1");
    }
}
