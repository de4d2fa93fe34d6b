// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one state of a definition, by its type. */
final class StateCheck {
    private static final Set<String> ANY = Set.of("Type", "Comment", "QueryLanguage");
    private static final Set<String> TASK = Set.of("Resource", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch");
    private static final Set<String> NEXT = Set.of("Next", "End");

    /** The tables of the specification: <a href="https://states-language.net/spec.html#state-types">State Types</a>. */
    private static final Map<String, Set<String>> PATH_FIELDS = pathFields();

    private static final Map<String, Set<String>> JSONATA_FIELDS = jsonataFields();
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

    void check(JsonNode state, String at, boolean jsonata) {
        String type = state.path("Type").asText();
        Set<String> known = (jsonata ? JSONATA_FIELDS : PATH_FIELDS).get(type);
        if (known == null) {
            problems.schema(
                    at + "/Type",
                    "Value is not in enumeration [Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait]");
            return;
        }
        Fields.onlyKnown(state, at, known, problems);
        Fields.variables(state, at, problems);
        if (jsonata) {
            for (String field : List.of("Arguments", "Output", "Assign", "Items", "ItemSelector", "Error", "Cause")) {
                Fields.expressions(state.path(field), at + "/" + field, problems);
            }
        } else {
            paths(state, at);
        }
        if (STEPS.contains(type)) {
            ending(state, at);
        }
        handlers.check(state, at, jsonata);
        switch (type) {
            case "Task" -> task(state, at, jsonata ? "Arguments" : "Parameters");
            case "Wait" -> waits(state, at);
            case "Choice" -> ChoiceCheck.check(state, at, jsonata, problems);
            case "Fail" -> fail(state, at);
            case "Parallel" -> parallel(state, at);
            case "Map" -> map(state, at);
            default -> {
                // Pass and Succeed have nothing of their own to check
            }
        }
    }

    private void paths(JsonNode state, String at) {
        Fields.path(state, "InputPath", true, at, problems);
        Fields.path(state, "OutputPath", true, at, problems);
        Fields.referencePath(state, "ResultPath", true, at, problems);
        for (String field : List.of("Parameters", "ResultSelector", "ItemSelector", "Assign")) {
            Fields.template(state.path(field), at + "/" + field, problems);
        }
    }

    private void ending(JsonNode state, String at) {
        boolean ends = state.path("End").asBoolean(false);
        if (state.has("Next") == state.has("End") || (state.has("End") && !ends)) {
            problems.schema(at, "These fields are required, exactly one of them: [Next, End]");
        }
        Fields.text(state, "Next", at, problems);
    }

    private void task(JsonNode state, String at, String arguments) {
        String resource = state.path("Resource").asText();
        if (INVOKE.matcher(resource).matches()) {
            invoke(state.path(arguments), at + "/" + arguments);
        } else if (resource.contains(":states:") || resource.contains(":activity:")) {
            problems.unsupported(at + "/Resource", "the resource " + resource);
        } else if (!FUNCTION.matcher(resource).matches()) {
            problems.schema(at + "/Resource", "Value is not a valid resource ARN");
        }
        limits(state, at);
    }

    private void invoke(JsonNode parameters, String at) {
        if (JsonataTemplates.isExpression(parameters)) {
            return; // what it yields is known at run time only
        }
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
                && !JsonataTemplates.isExpression(state.path("Timestamp"))
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
        Fields.path(state, "ItemsPath", false, at, problems);
        Fields.wholeNumber(state, "MaxConcurrency", 0, at, problems);
        Fields.path(state, "MaxConcurrencyPath", false, at, problems);
    }

    private static Map<String, Set<String>> pathFields() {
        Set<String> flow = Fields.union(ANY, Set.of("InputPath", "OutputPath"));
        Set<String> step = Fields.union(Fields.union(flow, NEXT), Set.of("Assign"));
        Set<String> handled =
                Fields.union(step, Set.of("Parameters", "ResultSelector", "ResultPath", "Retry", "Catch"));
        return Map.of(
                "Pass",
                Fields.union(step, Set.of("Result", "ResultPath", "Parameters")),
                "Task",
                Fields.union(Fields.union(handled, TASK), Set.of("TimeoutSecondsPath", "HeartbeatSecondsPath")),
                "Choice",
                Fields.union(flow, Set.of("Choices", "Default", "Assign")),
                "Wait",
                Fields.union(step, Set.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath")),
                "Succeed",
                flow,
                "Fail",
                Fields.union(ANY, Set.of("Error", "ErrorPath", "Cause", "CausePath")),
                "Parallel",
                Fields.union(handled, Set.of("Branches")),
                "Map",
                Fields.union(
                        handled,
                        Set.of(
                                "ItemProcessor",
                                "Iterator",
                                "ItemsPath",
                                "ItemSelector",
                                "MaxConcurrency",
                                "MaxConcurrencyPath")));
    }

    private static Map<String, Set<String>> jsonataFields() {
        Set<String> flow = Fields.union(ANY, Set.of("Output"));
        Set<String> step = Fields.union(Fields.union(flow, NEXT), Set.of("Assign"));
        Set<String> handled = Fields.union(step, Set.of("Retry", "Catch"));
        return Map.of(
                "Pass",
                step,
                "Task",
                Fields.union(Fields.union(step, TASK), Set.of("Arguments")),
                "Choice",
                Fields.union(flow, Set.of("Choices", "Default", "Assign")),
                "Wait",
                Fields.union(step, Set.of("Seconds", "Timestamp")),
                "Succeed",
                flow,
                "Fail",
                Fields.union(ANY, Set.of("Error", "Cause")),
                "Parallel",
                Fields.union(handled, Set.of("Branches", "Arguments")),
                "Map",
                Fields.union(handled, Set.of("ItemProcessor", "Items", "ItemSelector", "MaxConcurrency")));
    }
}
