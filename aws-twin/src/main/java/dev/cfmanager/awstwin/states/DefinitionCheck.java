// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Says whether a definition can be run: well-formed by the
 * <a href="https://states-language.net/spec.html">States Language</a>, every state reachable, and nothing in it that the
 * twin would have to ignore.
 */
final class DefinitionCheck {
    private static final Set<String> MACHINE = Set.of("Comment", "StartAt", "States");
    private static final int LONGEST_NAME = 80;

    private final Problems problems = new Problems();
    private final Set<String> names = new HashSet<>();
    private final StateCheck states = new StateCheck(problems);
    private final JsonNode root;

    private DefinitionCheck(JsonNode root) {
        this.root = root;
    }

    /** Every problem of the text. */
    static Problems of(String definition) {
        try {
            DefinitionCheck check = new DefinitionCheck(Json.parse(definition));
            check.machine();
            return check.problems;
        } catch (JsonProcessingException e) {
            Problems problems = new Problems();
            problems.schema("", "The definition is no JSON: " + e.getOriginalMessage());
            return problems;
        }
    }

    private void machine() {
        if (!root.isObject()) {
            problems.schema("", "The definition must be an object");
            return;
        }
        Fields.onlyKnown(
                root, "", Fields.union(MACHINE, Set.of("Version", "TimeoutSeconds", "QueryLanguage")), problems);
        if (root.has("Version") && !root.path("Version").asText().equals("1.0")) {
            problems.schema("/Version", "Value is not equal to constant: [1.0]");
        }
        Fields.seconds(root, "TimeoutSeconds", "", problems);
        Fields.language(root, "", problems);
        scope(root, "", Set.of());
    }

    private void scope(JsonNode holder, String pointer, Set<String> outerVariables) {
        JsonNode members = holder.path("States");
        if (!members.isObject() || members.isEmpty()) {
            problems.schema(pointer + "/States", "States must hold at least one state");
            return;
        }
        Set<String> variables = variables(members, pointer, outerVariables);
        for (Map.Entry<String, JsonNode> entry : members.properties()) {
            String at = pointer + "/States/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            if (entry.getKey().length() > LONGEST_NAME) {
                problems.schema(at, "A state name has at most " + LONGEST_NAME + " characters");
            }
            if (!names.add(entry.getKey())) {
                problems.duplicate(at, entry.getKey());
            }
            state(entry.getValue(), at);
            inner(entry.getValue(), at, variables);
            transitions(entry.getValue(), at, members);
        }
        reachable(holder, pointer, members);
    }

    private void state(JsonNode state, String at) {
        boolean jsonata = Language.isJsonata(root, state);
        Fields.language(state, at, problems);
        if (!jsonata && root.path("QueryLanguage").asText().equals("JSONata")) {
            problems.schema(
                    at + "/QueryLanguage", "JSONPath cannot be used in a state machine of QueryLanguage JSONata");
        }
        states.check(state, at, jsonata);
    }

    /** The variables assigned here and outside; one name must not be assigned in both. */
    private Set<String> variables(JsonNode members, String pointer, Set<String> outer) {
        Set<String> all = new HashSet<>(outer);
        for (JsonNode state : members) {
            Set<String> own = new HashSet<>();
            assigned(state, own);
            state.path("Choices").forEach(rule -> assigned(rule, own));
            state.path("Catch").forEach(catcher -> assigned(catcher, own));
            for (String name : own) {
                if (outer.contains(name)) {
                    problems.schema(
                            pointer + "/States", "Variable '" + name + "' is already assigned in an outer scope");
                }
            }
            all.addAll(own);
        }
        return all;
    }

    private static void assigned(JsonNode holder, Set<String> names) {
        holder.path("Assign")
                .properties()
                .forEach(variable -> names.add(variable.getKey().replace(".$", "")));
    }

    private void inner(JsonNode state, String at, Set<String> variables) {
        JsonNode branches = state.path("Branches");
        for (int i = 0; i < branches.size(); i++) {
            Fields.onlyKnown(branches.get(i), at + "/Branches/" + i, MACHINE, problems);
            scope(branches.get(i), at + "/Branches/" + i, variables);
        }
        for (String processor : new String[] {"ItemProcessor", "Iterator"}) {
            if (state.has(processor)) {
                JsonNode body = state.get(processor);
                Fields.onlyKnown(
                        body, at + "/" + processor, Fields.union(MACHINE, Set.of("ProcessorConfig")), problems);
                if (body.path("ProcessorConfig").path("Mode").asText("INLINE").equals("DISTRIBUTED")) {
                    problems.unsupported(at + "/" + processor + "/ProcessorConfig/Mode", "distributed Map states");
                }
                scope(body, at + "/" + processor, variables);
            }
        }
    }

    private void transitions(JsonNode state, String at, JsonNode members) {
        target(state, "Next", at, members);
        target(state, "Default", at, members);
        for (String list : new String[] {"Choices", "Catch"}) {
            JsonNode entries = state.path(list);
            for (int i = 0; i < entries.size(); i++) {
                target(entries.get(i), "Next", at + "/" + list + "/" + i, members);
            }
        }
    }

    private void target(JsonNode holder, String field, String at, JsonNode members) {
        JsonNode name = holder.path(field);
        if (name.isTextual() && !members.has(name.textValue())) {
            problems.transition(at + "/" + field, "Missing '" + field + "' target: " + name.textValue());
        }
    }

    private void reachable(JsonNode holder, String pointer, JsonNode members) {
        JsonNode start = holder.path("StartAt");
        if (!start.isTextual()) {
            problems.schema(pointer + "/StartAt", "StartAt must name a state");
            return;
        }
        if (!members.has(start.textValue())) {
            problems.transition(pointer + "/StartAt", "Missing 'StartAt' target: " + start.textValue());
            return;
        }
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(start.textValue());
        while (!open.isEmpty()) {
            String name = open.remove();
            if (reached.add(name)) {
                JsonNode state = members.path(name);
                open.add(state.path("Next").asText());
                open.add(state.path("Default").asText());
                state.path("Choices").forEach(rule -> open.add(rule.path("Next").asText()));
                state.path("Catch")
                        .forEach(catcher -> open.add(catcher.path("Next").asText()));
            }
        }
        for (Map.Entry<String, JsonNode> entry : members.properties()) {
            if (!reached.contains(entry.getKey())) {
                problems.transition(
                        pointer + "/States/" + entry.getKey(), "State \"" + entry.getKey() + "\" is not reachable.");
            }
        }
    }
}
