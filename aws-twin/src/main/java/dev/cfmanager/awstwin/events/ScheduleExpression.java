// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a rule fires: {@code rate(5 minutes)} or {@code cron(0 8 * * ? *)}, in UTC
 * (<a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">schedule
 * expressions</a>).
 */
public interface ScheduleExpression {

    /** The first firing after {@code moment}; empty when there is none left. */
    Optional<Instant> after(Instant moment);

    /**
     * Reads an expression with EventBridge's rules: {@code rate(1 minute)} but {@code rate(2 minutes)}, and six cron
     * fields of which day-of-month or day-of-week is {@code ?}.
     *
     * @throws IllegalArgumentException when EventBridge would refuse it, saying why
     */
    static ScheduleExpression parse(String text) {
        if (text.startsWith("cron(") && text.endsWith(")")) {
            return CronExpression.parse(text, text.substring("cron(".length(), text.length() - 1));
        }
        return Rate.parse(text);
    }

    /** A fixed interval, counted from the rule's creation. */
    record Rate(Duration interval) implements ScheduleExpression {
        private static final Pattern FORM = Pattern.compile("rate\\((\\d+) (minute|minutes|hour|hours|day|days)\\)");

        static Rate parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw refused(text, "it is neither rate(value unit) nor cron(six fields)");
            }
            long value = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            boolean plural = unit.endsWith("s");
            if (value < 1) {
                throw refused(text, "the value must be positive");
            }
            if (plural == (value == 1)) {
                throw refused(text, "a value of 1 takes a singular unit, any other a plural one");
            }
            Duration one = unit.startsWith("minute")
                    ? Duration.ofMinutes(1)
                    : unit.startsWith("hour") ? Duration.ofHours(1) : Duration.ofDays(1);
            return new Rate(one.multipliedBy(value));
        }

        @Override
        public Optional<Instant> after(Instant moment) {
            return Optional.of(moment.plus(interval));
        }
    }

    /** The refusal of an expression, with its reason. */
    static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("EventBridge refuses the schedule expression '" + text + "': " + why);
    }
}
