// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Lets background work call CloudFront one after another, however much of it there is, so that people's calls, which ask
 * nobody, find CloudFront at leisure. A turn is a moment; turns are an interval apart, a second at first. CloudFront's
 * limit is not published and differs by account, so the interval is doubled when background work is throttled all the
 * same, left alone for an hour, and then made a tenth shorter with each minute until it is a second again. It is never
 * less, because the state machine waits whole seconds: two turns within one would be taken at once.
 *
 * <p>Item {@code cloudfront} of the table {@code TURNS_TABLE}: {@code nextAt}, {@code changedAt}, {@code throttledAt}
 * (epoch milliseconds), {@code interval} (milliseconds), {@code expiresAt} (epoch seconds, a day after the last rest). Turns are given by adding to {@code nextAt} in place, so that
 * hundreds may ask at once. Thread-safe.
 */
public final class Turns {
    private static final String CLOUDFRONT = "cloudfront";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration BETWEEN_CHANGES = Duration.ofMinutes(1);
    private static final Duration CAUTIOUS = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration FURTHEST = Duration.ofMinutes(30);

    private final Table<TurnsSchema.Item> table;
    private final InstantSource clock;

    /** The turns of this environment. */
    public Turns(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.TURNS_TABLE), TurnsSchema.SCHEMA);
        this.clock = environment.clock();
    }

    /** Takes the next turn: now, or the moment to wait for; empty when that would be more than half an hour away. */
    public Optional<Instant> next() {
        while (true) {
            Instant now = clock.instant();
            Optional<TurnsSchema.Item> queued = table.change(
                    key(),
                    Expression.builder()
                            .expression("SET #next = #next + #interval")
                            .putExpressionName("#next", "nextAt")
                            .putExpressionName("#interval", "interval")
                            .build(),
                    Expression.builder()
                            .expression("#next > :now AND #next < :furthest")
                            .putExpressionName("#next", "nextAt")
                            .putExpressionValue(":now", number(now.toEpochMilli()))
                            .putExpressionValue(
                                    ":furthest", number(now.plus(FURTHEST).toEpochMilli()))
                            .build());
            if (queued.isPresent()) {
                quicken(queued.get(), now);
                return Optional.of(queued.get().nextAt().minus(queued.get().interval()));
            }
            Optional<TurnsSchema.Item> free = table.change(
                    key(),
                    Expression.builder()
                            .expression("SET #next = :now + if_not_exists(#interval, :shortest),"
                                    + " #interval = if_not_exists(#interval, :shortest),"
                                    + " #changed = if_not_exists(#changed, :now), #expires = :expires")
                            .putExpressionName("#next", "nextAt")
                            .putExpressionName("#interval", "interval")
                            .putExpressionName("#expires", "expiresAt")
                            .putExpressionValue(
                                    ":expires", number(now.plus(KEPT).getEpochSecond()))
                            .putExpressionName("#changed", "changedAt")
                            .putExpressionValue(":now", number(now.toEpochMilli()))
                            .putExpressionValue(":shortest", number(SHORTEST.toMillis()))
                            .build(),
                    Expression.builder()
                            .expression("attribute_not_exists(#next) OR #next <= :now")
                            .putExpressionName("#next", "nextAt")
                            .putExpressionValue(":now", number(now.toEpochMilli()))
                            .build());
            if (free.isPresent()) {
                quicken(free.get(), now);
                return Optional.of(now);
            }
            boolean full = table.get(key())
                    .filter(item -> !item.nextAt().isBefore(now.plus(FURTHEST)))
                    .isPresent();
            if (full) {
                return Optional.empty();
            }
        }
    }

    /** Tells that a call was throttled: turns are further apart from now on, and the next ones are given later. */
    public void throttled() {
        Instant now = clock.instant();
        table.get(key())
                .filter(item -> !now.isBefore(item.throttledAt().plus(BETWEEN_CHANGES)))
                .ifPresent(item -> change(item, atMost(item.interval().multipliedBy(2)), now, now));
    }

    private void quicken(TurnsSchema.Item item, Instant now) {
        boolean due = !now.isBefore(item.changedAt().plus(BETWEEN_CHANGES));
        boolean calm = !now.isBefore(item.throttledAt().plus(CAUTIOUS));
        if (due && calm && item.interval().compareTo(SHORTEST) > 0) {
            Duration shorter = item.interval().multipliedBy(9).dividedBy(10);
            change(item, shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter, now, item.throttledAt());
        }
    }

    /** Whoever is second to change an interval has changed it enough. */
    private void change(TurnsSchema.Item item, Duration interval, Instant now, Instant throttledAt) {
        table.change(
                key(),
                Expression.builder()
                        .expression("SET #interval = :new, #changed = :now, #throttled = :throttled")
                        .putExpressionName("#interval", "interval")
                        .putExpressionName("#changed", "changedAt")
                        .putExpressionName("#throttled", "throttledAt")
                        .putExpressionValue(":new", number(interval.toMillis()))
                        .putExpressionValue(":now", number(now.toEpochMilli()))
                        .putExpressionValue(":throttled", number(throttledAt.toEpochMilli()))
                        .build(),
                Expression.builder()
                        .expression("#changed = :before")
                        .putExpressionName("#changed", "changedAt")
                        .putExpressionValue(":before", number(item.changedAt().toEpochMilli()))
                        .build());
    }

    private static Duration atMost(Duration interval) {
        return interval.compareTo(LONGEST) > 0 ? LONGEST : interval;
    }

    private static Key key() {
        return Key.builder().partitionValue(CLOUDFRONT).build();
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(String.valueOf(number));
    }
}
