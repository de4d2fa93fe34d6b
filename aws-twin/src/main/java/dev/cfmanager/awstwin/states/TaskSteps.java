// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.time.Duration;
import java.util.Optional;

/** What a Task asks of Lambda, and what its history says of it. */
final class TaskSteps {
    private static final String LAMBDA_INVOKE = ":states:::lambda:invoke";

    private final Run run;

    TaskSteps(Run run) {
        this.run = run;
    }

    /**
     * The call a Task makes.
     *
     * @param announce whether the history has yet to be told; not when an attempt is repeated after a restart
     */
    Attempt attempt(Strand strand, State state, boolean announce) {
        Scope scope = run.scope(strand);
        JsonNode arguments = state.language().arguments(state, scope);
        boolean optimized = isOptimized(state);
        Optional<Duration> timeout = seconds(state, "TimeoutSeconds", scope);
        Optional<Duration> heartbeat = seconds(state, "HeartbeatSeconds", scope);
        if (announce) {
            announce(strand, state, Json.write(arguments), timeout);
        }
        run.fly(strand);
        JsonNode payload = optimized ? arguments.path("Payload") : arguments;
        JsonNode qualifier = optimized ? arguments.path("Qualifier") : Json.object();
        return new Attempt(
                strand.id,
                strand.ticket,
                "states:" + run.execution().machineName(),
                run.execution().region(),
                optimized
                        ? arguments.path("FunctionName").asText()
                        : state.get("Resource").asText(),
                qualifier.isTextual() ? qualifier.textValue() : null,
                optimized ? arguments.path("InvocationType").asText("RequestResponse") : "RequestResponse",
                payload.isMissingNode() ? "{}" : Json.write(payload),
                optimized,
                timeout,
                heartbeat);
    }

    /** Tells the history that the function answered. */
    void succeeded(Strand strand, State state, String result) {
        ObjectNode details = isOptimized(state) ? invoke() : Json.object();
        details.put("output", result).putObject("outputDetails").put("truncated", false);
        event(strand, state, "Succeeded", details);
    }

    /** Tells the history that the call failed. */
    void failed(Strand strand, State state, StateFailure failure) {
        ObjectNode details = isOptimized(state) ? invoke() : Json.object();
        details.put("error", failure.error()).put("cause", failure.cause());
        event(strand, state, failure.isTimeout() ? "TimedOut" : "Failed", details);
    }

    private void announce(Strand strand, State state, String arguments, Optional<Duration> timeout) {
        ObjectNode details = isOptimized(state) ? invoke() : Json.object();
        if (isOptimized(state)) {
            details.put("region", run.execution().region()).put("parameters", arguments);
        } else {
            details.put("resource", state.get("Resource").asText()).put("input", arguments);
            details.putObject("inputDetails").put("truncated", false);
        }
        timeout.ifPresent(limit -> details.put("timeoutInSeconds", limit.toSeconds()));
        event(strand, state, "Scheduled", details);
        event(strand, state, "Started", isOptimized(state) ? invoke() : Json.object());
    }

    private void event(Strand strand, State state, String what, ObjectNode details) {
        String type = (isOptimized(state) ? "Task" : "LambdaFunction") + what;
        String member = (isOptimized(state) ? "task" : "lambdaFunction") + what + "EventDetails";
        run.event(strand, type, details.isEmpty() ? "" : member, details);
    }

    private static boolean isOptimized(State state) {
        return state.get("Resource").asText().endsWith(LAMBDA_INVOKE);
    }

    private static ObjectNode invoke() {
        return Json.object().put("resourceType", "lambda").put("resource", "invoke");
    }

    private static Optional<Duration> seconds(State state, String field, Scope scope) {
        JsonNode value = state.language().value(state, field, scope);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            throw state.language().misfit(field, "a whole number of at least 1", value);
        }
        return Optional.of(Duration.ofSeconds(value.asLong()));
    }
}
