// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.lambda.FunctionError;
import dev.cfmanager.awstwin.lambda.HostedFunction;
import dev.cfmanager.awstwin.lambda.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Invocation INVOCATION =
            new Invocation("toy", "arn", "request-1", new byte[0], Optional.empty(), Instant.EPOCH, 128);

    private final TimeLimit limit = new TimeLimit();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stop() {
        limit.close();
        assertThat(Thread.interrupted()).as("no interrupt is left behind").isFalse();
    }

    @Test
    void endsWorkThatTakesTooLongAsLambdaDoes() {
        HostedFunction.Code stuck = invocation -> {
            never.await();
            return new byte[0];
        };

        assertThatThrownBy(() -> limit.run(stuck, INVOCATION, SHORT))
                .isInstanceOf(FunctionError.class)
                .hasMessage("RequestId: request-1 Error: Task timed out after 0.02 seconds")
                .extracting(failure -> ((FunctionError) failure).errorType())
                .isEqualTo("Sandbox.Timedout");
    }

    @Test
    void countsAnAnswerThatComesTooLateAsATimeoutToo() {
        HostedFunction.Code late = invocation -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new byte[] {1};
        };

        assertThatThrownBy(() -> limit.run(late, INVOCATION, SHORT)).isInstanceOf(FunctionError.class);
    }

    @Test
    void leavesWorkWithinTheLimitAlone() throws Exception {
        assertThat(limit.run(invocation -> new byte[] {7}, INVOCATION, LONG)).containsExactly(7);
    }

    @Test
    void passesTheFunctionsOwnFailureOn() {
        HostedFunction.Code failing = invocation -> {
            throw new IllegalStateException("own");
        };

        assertThatThrownBy(() -> limit.run(failing, INVOCATION, LONG)).hasMessage("own");
    }
}
