// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each type of state does, one step of one strand at a time
 * (<a href="https://states-language.net/spec.html">Amazon States Language</a>).
 */
final class Interpreter {
    /** Bytes a state may put out; <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">quotas</a>. */
    static final int MOST_DATA = 262_144;

    private final Run run;
    private final TaskSteps tasks;

    Interpreter(Run run) {
        this.run = run;
        this.tasks = new TaskSteps(run);
    }

    /** Does what is due for a strand; answers the call to make, if it has come to one. */
    Optional<Attempt> proceed(Strand strand) {
        try {
            return switch (strand.phase) {
                case ENTER -> enter(strand);
                case RETRY -> again(strand, true);
                case FLIGHT -> again(strand, false);
                case WAIT -> {
                    State state = run.stateOf(strand);
                    leaveWithout(strand, state, run.scope(strand), state.body(), state.body());
                    yield Optional.empty();
                }
                case ANSWER -> {
                    answered(strand, Outcome.ofText(String.valueOf(strand.held)));
                    yield Optional.empty();
                }
                case JOIN, QUEUED, DONE -> Optional.empty();
            };
        } catch (StateFailure failure) {
            broken(strand, failure);
            return Optional.empty();
        }
    }

    /** Takes a task's answer; later, when the call takes virtual time. */
    void receive(Strand strand, Attempt attempt, Outcome outcome, Duration duration) {
        Optional<Duration> limit = shorter(attempt.timeout(), attempt.heartbeat());
        boolean late = limit.isPresent() && duration.compareTo(limit.get()) > 0;
        Outcome arrived = late
                ? Outcome.failure(
                        limit.equals(attempt.timeout()) ? StateFailure.TIMEOUT : StateFailure.HEARTBEAT_TIMEOUT, "")
                : outcome;
        Duration delay = late ? limit.get() : duration;
        if (delay.isZero()) {
            try {
                answered(strand, arrived);
            } catch (StateFailure failure) {
                broken(strand, failure);
            }
        } else {
            strand.held = arrived.toText();
            run.wake(strand, Strand.Phase.ANSWER, run.now().plus(delay));
        }
    }

    private Optional<Attempt> enter(Strand strand) {
        State state = run.stateOf(strand);
        strand.entered = run.now();
        strand.retries.clear();
        ObjectNode details = Json.object().put("name", state.name()).put("input", strand.input);
        details.putObject("inputDetails").put("truncated", false);
        strand.enteredEvent = run.event(strand, state.type() + "StateEntered", "stateEnteredEventDetails", details);
        Scope scope = run.scope(strand);
        switch (state.type()) {
            case "Pass" -> pass(strand, state, scope);
            case "Succeed" -> leaveWithout(strand, state, scope, state.body(), state.body());
            case "Fail" ->
                propagate(strand, new StateFailure(text(state, "Error", scope), text(state, "Cause", scope)));
            case "Wait" -> run.wake(strand, Strand.Phase.WAIT, waitsUntil(state, scope));
            case "Choice" -> choose(strand, state, scope);
            default -> {
                return again(strand, true);
            }
        }
        return Optional.empty();
    }

    /** Attempts a Task, Parallel or Map. */
    private Optional<Attempt> again(Strand strand, boolean announce) {
        State state = run.stateOf(strand);
        switch (state.type()) {
            case "Parallel" -> branch(strand, state);
            case "Map" -> iterate(strand, state);
            default -> {
                return Optional.of(tasks.attempt(strand, state, announce));
            }
        }
        return Optional.empty();
    }

    private void pass(Strand strand, State state, Scope scope) {
        JsonNode result =
                state.has("Result") ? state.get("Result") : state.language().arguments(state, scope);
        leaveWithResult(strand, state, scope, result);
    }

    private void choose(Strand strand, State state, Scope scope) {
        for (JsonNode rule : state.get("Choices")) {
            if (state.language().holds(state, rule, scope)) {
                leaveWithout(strand, state, scope, rule, rule);
                return;
            }
        }
        if (!state.has("Default")) {
            throw new StateFailure(
                    "States.NoChoiceMatched",
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        JsonNode transition = Json.object().put("Next", state.get("Default").asText());
        leaveWithout(strand, state, scope, state.body(), transition);
    }

    private Instant waitsUntil(State state, Scope scope) {
        JsonNode seconds = state.language().value(state, "Seconds", scope);
        if (!seconds.isMissingNode()) {
            if (!seconds.isNumber() || seconds.asDouble() < 0) {
                throw state.language().misfit("Seconds", "a number of at least 0", seconds);
            }
            return run.now().plusSeconds(seconds.asLong());
        }
        JsonNode timestamp = state.language().value(state, "Timestamp", scope);
        return Choices.timestamp(timestamp.asText())
                .orElseThrow(() -> state.language().misfit("Timestamp", "a timestamp", timestamp));
    }

    private void answered(Strand strand, Outcome outcome) {
        State state = run.stateOf(strand);
        strand.held = null;
        if (!outcome.succeeded()) {
            StateFailure failure = new StateFailure(outcome.error(), outcome.text());
            tasks.failed(strand, state, failure);
            failed(strand, failure);
            return;
        }
        limit(strand, outcome.text());
        tasks.succeeded(strand, state, outcome.text());
        leaveWithResult(strand, state, run.scope(strand), Json.read(outcome.text()));
    }

    private void branch(Strand strand, State state) {
        JsonNode input = state.language().arguments(state, run.scope(strand));
        run.event(strand, "ParallelStateStarted", "", Json.object());
        strand.phase = Strand.Phase.JOIN;
        for (int i = 0; i < state.get("Branches").size(); i++) {
            String scope = state.pointer() + "/Branches/" + i;
            run.wake(child(strand, scope, i, Optional.empty(), input), Strand.Phase.ENTER, run.now());
        }
    }

    private void iterate(Strand strand, State state) {
        Scope scope = run.scope(strand);
        JsonNode items = state.language().items(state, scope);
        if (!items.isArray()) {
            throw state.language().misfit("Items", "an array", items);
        }
        JsonNode concurrency = state.language().value(state, "MaxConcurrency", scope);
        if (!concurrency.isMissingNode() && (!concurrency.isIntegralNumber() || concurrency.asInt() < 0)) {
            throw state.language().misfit("MaxConcurrency", "a whole number of at least 0", concurrency);
        }
        int most = concurrency.asInt(0);
        ObjectNode started = Json.object().put("length", items.size());
        run.event(strand, "MapStateStarted", "mapStateStartedEventDetails", started);
        strand.phase = Strand.Phase.JOIN;
        String processor = state.pointer() + (state.has("ItemProcessor") ? "/ItemProcessor" : "/Iterator");
        for (int i = 0; i < items.size(); i++) {
            ObjectNode context = run.context(strand);
            Run.setItem(context, i, items.get(i));
            JsonNode input = state.language().itemInput(state, scope.withContext(context), items.get(i));
            Strand child = child(strand, processor, i, Optional.of(items.get(i)), input);
            if (most == 0 || i < most) {
                startIteration(state, child);
            } else {
                child.phase = Strand.Phase.QUEUED;
            }
        }
        if (items.isEmpty()) {
            join(strand, strand);
        }
    }

    private Strand child(Strand parent, String scope, int index, Optional<JsonNode> item, JsonNode input) {
        Strand child = new Strand(
                parent.id + "." + index,
                parent.id,
                scope,
                index,
                item.map(Json::write).orElse(null),
                run.definition().startAt(scope),
                Json.write(input),
                run.now());
        child.lastEvent = parent.lastEvent;
        child.variables.putAll(parent.variables);
        run.add(child);
        return child;
    }

    private void startIteration(State map, Strand child) {
        iterationEvent(map, child, "Started");
        run.wake(child, Strand.Phase.ENTER, run.now());
    }

    private void iterationEvent(State map, Strand child, String what) {
        ObjectNode details = Json.object().put("name", map.name()).put("index", child.index);
        run.event(child, "MapIteration" + what, "mapIteration" + what + "EventDetails", details);
    }

    private void leaveWithResult(Strand strand, State state, Scope scope, JsonNode result) {
        Scope done = scope.withResult(result);
        JsonNode output = state.language().output(state, done, result);
        leave(strand, output, state.language().assigned(state, state.body(), done), state.body());
    }

    /** Leaves a state that has no result; {@code holder} may shape the output and assign variables. */
    private void leaveWithout(Strand strand, State state, Scope scope, JsonNode holder, JsonNode transition) {
        JsonNode output = state.language().passThrough(state, holder, scope);
        leave(strand, output, state.language().assigned(state, holder, scope), transition);
    }

    /** Leaves the state by {@code transition}'s {@code Next}, or ends the strand when it has none. */
    private void leave(Strand strand, JsonNode output, Map<String, JsonNode> variables, JsonNode transition) {
        State state = run.stateOf(strand);
        String text = Json.write(output);
        limit(strand, text);
        variables.forEach((name, value) -> strand.variables.put(name, Json.write(value)));
        ObjectNode details = Json.object().put("name", state.name()).put("output", text);
        details.putObject("outputDetails").put("truncated", false);
        if (!variables.isEmpty()) {
            ObjectNode assigned = details.putObject("assignedVariables");
            variables.forEach((name, value) -> assigned.put(name, Json.write(value)));
            details.putObject("assignedVariablesDetails").put("truncated", false);
        }
        run.event(strand, state.type() + "StateExited", "stateExitedEventDetails", details);
        JsonNode next = transition.path("Next");
        if (next.isTextual()) {
            strand.state = next.textValue();
            strand.input = text;
            run.wake(strand, Strand.Phase.ENTER, run.now());
        } else if (strand.parent.isEmpty()) {
            run.succeed(text, strand.lastEvent);
        } else {
            strand.phase = Strand.Phase.DONE;
            strand.held = text;
            branchDone(strand);
        }
    }

    private void branchDone(Strand strand) {
        Strand parent = run.strand(strand.parent).orElseThrow();
        State state = run.stateOf(parent);
        if (strand.item != null) {
            iterationEvent(state, strand, "Succeeded");
        }
        List<Strand> siblings = run.children(parent);
        Optional<Strand> queued = siblings.stream()
                .filter(sibling -> sibling.phase == Strand.Phase.QUEUED)
                .findFirst();
        queued.ifPresent(sibling -> startIteration(state, sibling));
        if (siblings.stream().allMatch(sibling -> sibling.phase == Strand.Phase.DONE)) {
            join(parent, strand);
        }
    }

    private void join(Strand parent, Strand last) {
        State state = run.stateOf(parent);
        ArrayNode results = Json.array();
        run.children(parent).forEach(child -> results.add(Json.read(String.valueOf(child.held))));
        run.dropBelow(parent);
        parent.lastEvent = last.lastEvent;
        try {
            run.event(parent, state.type() + "StateSucceeded", "", Json.object());
            leaveWithResult(parent, state, run.scope(parent), results);
        } catch (StateFailure failure) {
            broken(parent, failure);
        }
    }

    /** An error of the interpreter itself, rather than of a task. */
    private void broken(Strand strand, StateFailure failure) {
        StateFailure located = located(strand, failure);
        if (failure.error().equals(StateFailure.QUERY)) {
            ObjectNode details = Json.object().put("error", located.error()).put("cause", located.cause());
            details.put("state", strand.state);
            run.event(strand, "EvaluationFailed", "evaluationFailedEventDetails", details);
        }
        failed(strand, located);
    }

    private void failed(Strand strand, StateFailure failure) {
        State state = run.stateOf(strand);
        Optional<Duration> delay = Retries.next(state.get("Retry"), strand, failure, run.ids());
        if (delay.isPresent()) {
            run.wake(strand, Strand.Phase.RETRY, run.now().plus(delay.get()));
            return;
        }
        for (JsonNode catcher : state.get("Catch")) {
            if (Retries.covers(catcher, failure)) {
                try {
                    caught(strand, state, catcher, failure);
                } catch (StateFailure inCatch) {
                    propagate(strand, located(strand, inCatch));
                }
                return;
            }
        }
        propagate(strand, failure);
    }

    private void caught(Strand strand, State state, JsonNode catcher, StateFailure failure) {
        ObjectNode errorOutput = Json.object().put("Error", failure.error()).put("Cause", failure.cause());
        Scope scope = run.scope(strand).withErrorOutput(errorOutput);
        JsonNode output = state.language().caught(catcher, scope, errorOutput);
        leave(strand, output, state.language().assigned(state, catcher, scope), catcher);
    }

    /** An error nobody in this strand handles: it fails what started the strand. */
    private void propagate(Strand strand, StateFailure failure) {
        if (strand.parent.isEmpty()) {
            run.fail(blankToNull(failure.error()), blankToNull(failure.cause()));
            return;
        }
        Strand parent = run.strand(strand.parent).orElseThrow();
        State state = run.stateOf(parent);
        if (strand.item != null) {
            iterationEvent(state, strand, "Failed");
        }
        run.dropBelow(parent);
        parent.lastEvent = strand.lastEvent;
        ObjectNode details = Json.object().put("error", failure.error()).put("cause", failure.cause());
        String member = state.type().equals("Map") ? "mapStateFailedEventDetails" : "";
        run.event(parent, state.type() + "StateFailed", member, details);
        failed(parent, failure);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private StateFailure located(Strand strand, StateFailure failure) {
        return new StateFailure(
                failure.error(),
                "An error occurred while executing the state '" + strand.state + "' (entered at the event id #"
                        + strand.enteredEvent + "). " + failure.cause());
    }

    private static void limit(Strand strand, String data) {
        if (data.getBytes(StandardCharsets.UTF_8).length > MOST_DATA) {
            throw new StateFailure(
                    StateFailure.DATA_LIMIT,
                    "The state/task '" + strand.state
                            + "' returned a result with a size exceeding the maximum number of bytes service limit.");
        }
    }

    private static String text(State state, String field, Scope scope) {
        JsonNode value = state.language().value(state, field, scope);
        return value.isMissingNode() ? "" : value.asText();
    }

    private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
        return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) <= 0) ? one : other;
    }
}
