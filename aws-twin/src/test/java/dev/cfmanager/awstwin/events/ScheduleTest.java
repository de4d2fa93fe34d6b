// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When EventBridge's schedules fire (<a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">schedule expressions</a>). */
class ScheduleTest {
    private final List<Instant> fired = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rate(1 minute)             | 2026-01-01T00:00:30Z | 2026-01-01T00:01:30Z
            rate(5 minutes)            | 2026-01-01T00:00:00Z | 2026-01-01T00:05:00Z
            rate(12 hours)             | 2026-01-01T00:00:00Z | 2026-01-01T12:00:00Z
            rate(1 day)                | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
            cron(0/15 * * * ? *)       | 2026-01-01T00:15:00Z | 2026-01-01T00:30:00Z
            cron(0 10 * * ? *)         | 2026-01-01T10:00:00Z | 2026-01-02T10:00:00Z
            cron(0 18 ? * MON-FRI *)   | 2026-01-02T18:00:00Z | 2026-01-05T18:00:00Z
            cron(0 8 1 * ? *)          | 2026-01-01T08:00:00Z | 2026-02-01T08:00:00Z
            cron(0 0 L * ? *)          | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z
            cron(0 0 1W * ? *)         | 2026-08-01T00:00:00Z | 2026-08-03T00:00:00Z
            cron(30 6 ? * 2#1 *)       | 2026-01-01T00:00:00Z | 2026-01-05T06:30:00Z
            cron(0 0 ? * 6L *)         | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z
            cron(0 0 29 2 ? *)         | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
            cron(5,10 0 1 JAN ? 2027)  | 2026-01-01T00:00:00Z | 2027-01-01T00:05:00Z
            """)
    void namesTheNextTime(String expression, Instant from, Instant next) {
        assertThat(ScheduleExpression.parse(expression).after(from)).contains(next);
    }

    @Test
    void aScheduleInThePastNeverFires() {
        assertThat(ScheduleExpression.parse("cron(0 0 1 1 ? 2020)").after(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 minutes)",
                "rate(5 minute)",
                "rate(0 minutes)",
                "rate(5 seconds)",
                "rate(five minutes)",
                "every 5 minutes",
                "cron(0 10 * * *)",
                "cron(0 10 * * * *)",
                "cron(0 10 ? * ? *)",
                "cron(60 10 * * ? *)",
                "cron(0 10 * * ? 1969)",
                "cron(0 x * * ? *)",
                "cron(0 10-8 * * ? *)",
                "cron(0/0 10 * * ? *)"
            })
    void refusesWhatEventBridgeRefuses(String expression) {
        assertThatThrownBy(() -> ScheduleExpression.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expression);
    }

    @Test
    void firesOnVirtualTimeUntilRemoved() {
        try (Twin twin = Twin.start()) {
            Instant start = twin.clock().instant();
            twin.scheduler().schedule("poll", "rate(5 minutes)", fired::add);
            twin.clock().advance(Duration.ofMinutes(11));
            twin.scheduler().remove("poll");
            twin.clock().advance(Duration.ofMinutes(60));

            assertThat(fired).containsExactly(start.plusSeconds(300), start.plusSeconds(600));
        }
    }

    @Test
    void declaringARuleAgainReplacesIt() {
        try (Twin twin = Twin.start()) {
            Instant start = twin.clock().instant();
            twin.scheduler().schedule("poll", "rate(5 minutes)", at -> fired.add(Instant.EPOCH));
            twin.scheduler().schedule("poll", "rate(1 hour)", fired::add);
            twin.clock().advance(Duration.ofMinutes(60));

            assertThat(fired).containsExactly(start.plusSeconds(3600));
        }
    }

    @Test
    void keepsItsRhythmOverARestart(@TempDir Path folder) {
        Twin first = Twin.builder().dataFolder(folder).start();
        Instant start = first.clock().instant();
        first.scheduler().schedule("poll", "rate(5 minutes)", fired::add);
        first.clock().advance(Duration.ofMinutes(4));
        first.close();

        Twin second = Twin.builder()
                .dataFolder(folder)
                .startsAt(first.clock().instant())
                .start();
        second.scheduler().schedule("poll", "rate(5 minutes)", fired::add);
        second.clock().advance(Duration.ofMinutes(2));
        second.close();

        assertThat(fired).containsExactly(start.plusSeconds(300));
    }

    /** <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html">Scheduled event of a Lambda target</a> */
    @Test
    void invokesAFunctionWithTheScheduledEvent() {
        List<String> events = new ArrayList<>();
        try (Twin twin = Twin.start()) {
            twin.lambda().serve("poller", invocation -> {
                events.add(new String(invocation.payload(), StandardCharsets.UTF_8));
                return new byte[0];
            });
            twin.scheduler().invoke("poll", "rate(5 minutes)", "us-east-1", "poller", null);
            twin.scheduler().invoke("fixed", "rate(5 minutes)", "us-east-1", "poller", "{\"task\":\"copy\"}");
            twin.clock().advance(Duration.ofMinutes(5));

            assertThat(events).hasSize(2);
            assertThat(events.get(0))
                    .contains("\"detail-type\":\"Scheduled Event\"", "\"time\":\"2026-01-01T00:05:00Z\"")
                    .contains("\"resources\":[\"arn:aws:events:us-east-1:123456789012:rule/poll\"]");
            assertThat(events.get(1)).isEqualTo("{\"task\":\"copy\"}");
            assertThat(twin.calls().where(call -> call.name().equals("lambda:Invoke")))
                    .allMatch(call -> call.caller().identity().equals(Scheduler.IDENTITY));
        }
    }
}
