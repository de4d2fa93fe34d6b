// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one state of a definition, by its type. */
final class StateCheck {
    private static final Set<String> FLOW = Set.of("Type", "Comment", "InputPath", "OutputPath");
    private static final Set<String> STEP = Fields.union(FLOW, Set.of("Next", "End"));
    private static final Set<String> HANDLED =
            Fields.union(STEP, Set.of("Parameters", "ResultSelector", "ResultPath", "Retry", "Catch"));
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Pass", Fields.union(STEP, Set.of("Result", "ResultPath", "Parameters")),
            "Task",
                    Fields.union(
                            HANDLED,
                            Set.of(
                                    "Resource",
                                    "TimeoutSeconds",
                                    "TimeoutSecondsPath",
                                    "HeartbeatSeconds",
                                    "HeartbeatSecondsPath")),
            "Choice", Fields.union(FLOW, Set.of("Choices", "Default")),
            "Wait", Fields.union(STEP, Set.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath")),
            "Succeed", FLOW,
            "Fail", Set.of("Type", "Comment", "Error", "ErrorPath", "Cause", "CausePath"),
            "Parallel", Fields.union(HANDLED, Set.of("Branches")),
            "Map",
                    Fields.union(
                            HANDLED,
                            Set.of(
                                    "ItemProcessor",
                                    "Iterator",
                                    "ItemsPath",
                                    "ItemSelector",
                                    "MaxConcurrency",
                                    "MaxConcurrencyPath")));
    private static final Set<String> STEPS = Set.of("Pass", "Task", "Wait", "Parallel", "Map");

    private static final Pattern FUNCTION =
            Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[a-zA-Z0-9-_]+(:[a-zA-Z0-9-_$]+)?");
    private static final Pattern INVOKE = Pattern.compile("arn:aws[a-z-]*:states:::lambda:invoke");
    private static final Set<String> INVOKE_MEMBERS =
            Set.of("FunctionName", "Payload", "Qualifier", "InvocationType", "ClientContext", "LogType");

    private final Problems problems;
    private final HandlerCheck handlers;

    StateCheck(Problems problems) {
        this.problems = problems;
        this.handlers = new HandlerCheck(problems);
    }

    void check(JsonNode state, String at) {
        String type = state.path("Type").asText();
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            problems.schema(
                    at + "/Type",
                    "Value is not in enumeration [Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait]");
            return;
        }
        Fields.onlyKnown(state, at, known, problems);
        Fields.path(state, "InputPath", true, at, problems);
        Fields.path(state, "OutputPath", true, at, problems);
        Fields.referencePath(state, "ResultPath", true, at, problems);
        Fields.template(state.path("Parameters"), at + "/Parameters", problems);
        Fields.template(state.path("ResultSelector"), at + "/ResultSelector", problems);
        if (STEPS.contains(type)) {
            ending(state, at);
        }
        handlers.check(state, at);
        switch (type) {
            case "Task" -> task(state, at);
            case "Wait" -> waits(state, at);
            case "Choice" -> ChoiceCheck.check(state, at, problems);
            case "Fail" -> fail(state, at);
            case "Parallel" -> parallel(state, at);
            case "Map" -> map(state, at);
            default -> {
                // Pass and Succeed have nothing of their own to check
            }
        }
    }

    private void ending(JsonNode state, String at) {
        boolean ends = state.path("End").asBoolean(false);
        if (state.has("Next") == state.has("End") || (state.has("End") && !ends)) {
            problems.schema(at, "These fields are required, exactly one of them: [Next, End]");
        }
        Fields.text(state, "Next", at, problems);
    }

    private void task(JsonNode state, String at) {
        String resource = state.path("Resource").asText();
        if (INVOKE.matcher(resource).matches()) {
            invoke(state.path("Parameters"), at + "/Parameters");
        } else if (resource.contains(":states:") || resource.contains(":activity:")) {
            problems.unsupported(at + "/Resource", "the resource " + resource);
        } else if (!FUNCTION.matcher(resource).matches()) {
            problems.schema(at + "/Resource", "Value is not a valid resource ARN");
        }
        limits(state, at);
    }

    private void invoke(JsonNode parameters, String at) {
        if (!parameters.has("FunctionName") && !parameters.has("FunctionName.$")) {
            problems.schema(at, "The field \"FunctionName\" is required but was missing");
        }
        for (Map.Entry<String, JsonNode> member : parameters.properties()) {
            String name = member.getKey().replace(".$", "");
            if (!INVOKE_MEMBERS.contains(name)) {
                problems.schema(
                        at + "/" + member.getKey(), "The field \"" + name + "\" is not supported by Step Functions");
            }
        }
    }

    private void limits(JsonNode state, String at) {
        for (String field : List.of("TimeoutSeconds", "HeartbeatSeconds")) {
            Fields.seconds(state, field, at, problems);
            Fields.path(state, field + "Path", false, at, problems);
            if (state.has(field) && state.has(field + "Path")) {
                problems.schema(at, "Only one of [" + field + ", " + field + "Path] may be given");
            }
        }
        if (state.has("HeartbeatSeconds")
                && state.has("TimeoutSeconds")
                && state.path("HeartbeatSeconds").asLong()
                        >= state.path("TimeoutSeconds").asLong()) {
            problems.schema(at + "/HeartbeatSeconds", "HeartbeatSeconds must be smaller than TimeoutSeconds");
        }
    }

    private void waits(JsonNode state, String at) {
        List<String> forms = List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath");
        if (forms.stream().filter(state::has).count() != 1) {
            problems.schema(at, "Exactly one of " + forms + " is required");
        }
        Fields.wholeNumber(state, "Seconds", 0, at, problems);
        Fields.path(state, "SecondsPath", false, at, problems);
        Fields.path(state, "TimestampPath", false, at, problems);
        if (state.has("Timestamp")
                && Choices.timestamp(state.path("Timestamp").asText()).isEmpty()) {
            problems.schema(at + "/Timestamp", "Value is not a valid RFC 3339 timestamp");
        }
    }

    private void fail(JsonNode state, String at) {
        for (String field : List.of("Error", "Cause")) {
            Fields.text(state, field, at, problems);
            Fields.path(state, field + "Path", false, at, problems);
            if (state.has(field) && state.has(field + "Path")) {
                problems.schema(at, "Only one of [" + field + ", " + field + "Path] may be given");
            }
        }
    }

    private void parallel(JsonNode state, String at) {
        if (!state.path("Branches").isArray() || state.path("Branches").isEmpty()) {
            problems.schema(at + "/Branches", "Branches must hold at least one branch");
        }
    }

    private void map(JsonNode state, String at) {
        if (state.has("ItemProcessor") == state.has("Iterator")) {
            problems.schema(at, "Exactly one of [ItemProcessor, Iterator] is required");
        }
        if (state.has("ItemSelector") && state.has("Parameters")) {
            problems.schema(at, "Only one of [ItemSelector, Parameters] may be given");
        }
        Fields.template(state.path("ItemSelector"), at + "/ItemSelector", problems);
        Fields.path(state, "ItemsPath", false, at, problems);
        Fields.wholeNumber(state, "MaxConcurrency", 0, at, problems);
        Fields.path(state, "MaxConcurrencyPath", false, at, problems);
    }
}
