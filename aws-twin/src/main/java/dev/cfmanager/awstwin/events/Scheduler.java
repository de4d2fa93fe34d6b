// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.awstwin.lambda.LambdaCaller;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * EventBridge's scheduled rules on virtual time. The host declares them again at every start; a rule that was there
 * before with the same expression keeps its rhythm over a restart.
 */
public final class Scheduler {
    /** Who the call log names when a rule invokes a function. */
    public static final String IDENTITY = "events.amazonaws.com";

    private final Kernel kernel;
    private final LambdaCaller functions;
    private final MVMap<String, Rule> rules;
    private final Map<String, VirtualClock.Scheduled> armed = new ConcurrentHashMap<>();

    /** A scheduler on the kernel's clock. */
    public Scheduler(Kernel kernel) {
        this.kernel = kernel;
        this.functions = new LambdaCaller(kernel);
        this.rules = kernel.store().map("events.rules");
    }

    /**
     * Runs {@code target} with each time the rule falls due, on the thread that advances the clock.
     *
     * @param rule the rule's name; declaring it again replaces it
     * @throws IllegalArgumentException when EventBridge would refuse the expression
     */
    public synchronized void schedule(String rule, String expression, Consumer<Instant> target) {
        ScheduleExpression schedule = ScheduleExpression.parse(expression);
        Rule known = rules.get(rule);
        Instant now = kernel.clock().instant();
        Optional<Instant> next = known != null
                        && known.expression().equals(expression)
                        && !known.next().isBefore(now)
                ? Optional.of(known.next())
                : schedule.after(now);
        remove(rule);
        next.ifPresent(due -> arm(rule, expression, schedule, due, target));
        kernel.store().commit();
    }

    /**
     * Invokes a function asynchronously each time the rule falls due, with EventBridge's scheduled event, or with
     * {@code input} when the template gives one.
     *
     * @param region the region of rule and function
     * @param input constant JSON text for the target, or null for the event itself
     */
    public void invoke(String rule, String expression, String region, String functionName, @Nullable String input) {
        schedule(rule, expression, due -> {
            String event = input == null ? Json.write(event(rule, region, due)) : input;
            try {
                functions.invoke(IDENTITY, region, functionName, null, "Event", event.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Forgets a rule; nothing happens when there is none of that name. */
    public synchronized void remove(String rule) {
        VirtualClock.Scheduled waiting = armed.remove(rule);
        if (waiting != null) {
            waiting.cancel();
        }
        rules.remove(rule);
    }

    private void arm(
            String rule, String expression, ScheduleExpression schedule, Instant due, Consumer<Instant> target) {
        rules.put(rule, new Rule(expression, due));
        armed.put(rule, kernel.clock().schedule(due, () -> {
            if (armNext(rule, expression, schedule, due, target)) {
                target.accept(due);
            }
        }));
    }

    private synchronized boolean armNext(
            String rule, String expression, ScheduleExpression schedule, Instant due, Consumer<Instant> target) {
        Rule current = rules.get(rule);
        if (current == null || !current.next().equals(due)) {
            return false; // removed or replaced while it fell due
        }
        schedule.after(due)
                .ifPresentOrElse(later -> arm(rule, expression, schedule, later, target), () -> remove(rule));
        kernel.store().commit();
        return true;
    }

    /** The event a scheduled rule sends. */
    private ObjectNode event(String rule, String region, Instant due) {
        ObjectNode event = Json.object();
        event.put("version", "0");
        event.put("id", kernel.ids().uuid());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.events");
        event.put("account", Kernel.ACCOUNT);
        event.put("time", due.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.putArray("resources").add("arn:aws:events:" + region + ":" + Kernel.ACCOUNT + ":rule/" + rule);
        event.putObject("detail");
        return event;
    }

    /** A rule as it survives a restart. */
    record Rule(String expression, Instant next) implements Serializable {}
}
