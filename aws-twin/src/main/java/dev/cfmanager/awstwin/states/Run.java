// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One execution while one step changes it: taken from the store, changed, and written back whole. */
final class Run {
    /** Events a history may have; <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">quotas</a>. */
    static final long MOST_EVENTS = 25_000;

    private static final String TOO_MANY_EVENTS =
            "The execution reached the maximum number of history events (" + MOST_EVENTS + ").";

    private final Execution before;
    private final Definition definition;
    private final Instant now;
    private final Ids ids;
    private final Map<String, Strand> strands = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Strand> moved = new ArrayList<>();

    private long eventCount;
    private long tickets;
    private String status;
    private @Nullable String output;
    private @Nullable String error;
    private @Nullable String cause;
    private @Nullable Instant stopped;

    Run(Execution execution, Definition definition, Instant now, Ids ids) {
        this.before = execution;
        this.definition = definition;
        this.now = now;
        this.ids = ids;
        this.eventCount = execution.events();
        this.tickets = execution.tickets();
        this.status = execution.status();
        execution.strands().forEach((id, strand) -> strands.put(id, strand.copy()));
    }

    Execution execution() {
        return before;
    }

    Definition definition() {
        return definition;
    }

    Instant now() {
        return now;
    }

    Ids ids() {
        return ids;
    }

    State stateOf(Strand strand) {
        return definition.state(strand.scope, strand.state);
    }

    Optional<Strand> strand(String id) {
        return Optional.ofNullable(strands.get(id));
    }

    void add(Strand strand) {
        strands.put(strand.id, strand);
    }

    /** The strands that {@code parent} started, in order. */
    List<Strand> children(Strand parent) {
        return strands.values().stream()
                .filter(strand -> strand.parent.equals(parent.id))
                .toList();
    }

    /** Ends everything below a strand. */
    void dropBelow(Strand parent) {
        String prefix = parent.id + ".";
        strands.keySet().removeIf(id -> id.startsWith(prefix));
        moved.removeIf(strand -> strand.id.startsWith(prefix));
    }

    /** Lets the clock move the strand on at {@code due}. */
    void wake(Strand strand, Strand.Phase phase, Instant due) {
        strand.phase = phase;
        strand.due = due;
        strand.ticket = ++tickets;
        moved.remove(strand);
        moved.add(strand);
    }

    /** Marks the strand's task as under way. */
    void fly(Strand strand) {
        strand.phase = Strand.Phase.FLIGHT;
        strand.due = now;
        strand.ticket = ++tickets;
    }

    /** The strands to wake once this run is written down. */
    List<Strand> moved() {
        return moved;
    }

    List<Event> events() {
        return events;
    }

    boolean ended() {
        return !status.equals(Execution.RUNNING);
    }

    /**
     * Writes an event of a strand into the history.
     *
     * @throws HistoryFull when the history has no room left: the execution has then failed
     */
    long event(Strand strand, String type, String detailsName, ObjectNode details) {
        if (eventCount + 1 >= MOST_EVENTS) {
            fail(StateFailure.RUNTIME, TOO_MANY_EVENTS);
            throw new HistoryFull();
        }
        strand.lastEvent = add(strand.lastEvent, type, detailsName, details);
        return strand.lastEvent;
    }

    void started() {
        Strand root = strands.get(Strand.ROOT);
        if (root != null) {
            ObjectNode details = Json.object().put("input", before.input());
            details.putObject("inputDetails").put("truncated", false);
            details.put("roleArn", before.roleArn());
            event(root, "ExecutionStarted", "executionStartedEventDetails", details);
            wake(root, Strand.Phase.ENTER, now);
        }
    }

    void succeed(String result, long lastEvent) {
        ObjectNode details = Json.object().put("output", result);
        details.putObject("outputDetails").put("truncated", false);
        output = result;
        end(Execution.SUCCEEDED, lastEvent, "ExecutionSucceeded", "executionSucceededEventDetails", details);
    }

    void fail(@Nullable String newError, @Nullable String newCause) {
        endWithError(
                Execution.FAILED,
                "ExecutionFailed",
                "executionFailedEventDetails",
                Optional.ofNullable(newError),
                Optional.ofNullable(newCause));
    }

    void timeOut() {
        endWithError(
                Execution.TIMED_OUT,
                "ExecutionTimedOut",
                "executionTimedOutEventDetails",
                Optional.empty(),
                Optional.empty());
    }

    void abort(Optional<String> newError, Optional<String> newCause) {
        endWithError(Execution.ABORTED, "ExecutionAborted", "executionAbortedEventDetails", newError, newCause);
    }

    /** What to write back. */
    Execution after() {
        return new Execution(
                before.arn(),
                before.name(),
                before.machineArn(),
                before.roleArn(),
                before.definitionKey(),
                status,
                before.input(),
                output,
                error,
                cause,
                before.started(),
                stopped,
                eventCount,
                tickets,
                Collections.unmodifiableMap(new LinkedHashMap<>(strands)));
    }

    /** What the strand's expressions may refer to. */
    Scope scope(Strand strand) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        strand.variables.forEach((name, text) -> variables.put(name, Json.read(text)));
        return new Scope(Json.read(strand.input), context(strand), variables, null, null, now, ids);
    }

    /** The context object: <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html">contents</a>. */
    ObjectNode context(Strand strand) {
        ObjectNode context = Json.object();
        ObjectNode execution = context.putObject("Execution");
        execution.put("Id", before.arn());
        execution.set("Input", Json.read(before.input()));
        execution.put("Name", before.name());
        execution.put("RoleArn", before.roleArn());
        execution.put("StartTime", time(before.started()));
        execution.put("RedriveCount", 0);
        ObjectNode state = context.putObject("State");
        state.put("EnteredTime", time(strand.entered));
        state.put("Name", strand.state);
        state.put("RetryCount", strand.retryCount());
        ObjectNode machine = context.putObject("StateMachine");
        machine.put("Id", before.machineArn());
        machine.put("Name", before.machineName());
        for (Strand at = strand; at != null; at = strands.get(at.parent)) {
            if (at.item != null) {
                setItem(context, at.index, Json.read(at.item));
                break;
            }
        }
        return context;
    }

    static void setItem(ObjectNode context, int index, JsonNode value) {
        context.putObject("Map").putObject("Item").put("Index", index).set("Value", value);
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void endWithError(
            String newStatus, String type, String detailsName, Optional<String> newError, Optional<String> newCause) {
        ObjectNode details = Json.object();
        newError.ifPresent(name -> details.put("error", name));
        newCause.ifPresent(text -> details.put("cause", text));
        error = newError.orElse(null);
        cause = newCause.orElse(null);
        end(newStatus, 0, type, detailsName, details);
    }

    private void end(String newStatus, long previous, String type, String detailsName, ObjectNode details) {
        add(previous, type, detailsName, details);
        status = newStatus;
        stopped = now;
        strands.clear();
        moved.clear();
    }

    private long add(long previous, String type, String detailsName, ObjectNode details) {
        events.add(new Event(++eventCount, previous, now, type, detailsName, Json.write(details)));
        return eventCount;
    }

    /** Ends a step whose execution has run out of history. */
    static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super("history full", null, false, false);
        }
    }
}
