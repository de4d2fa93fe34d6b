// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSONPath states: InputPath, Parameters, ResultSelector, ResultPath, OutputPath
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html">processing input
 * and output</a>).
 */
final class PathLanguage implements Language {

    @Override
    public JsonNode arguments(State state, Scope scope) {
        JsonNode effective = selected(state, "InputPath", scope);
        return state.has("Parameters")
                ? Templates.fill(state.get("Parameters"), scope.withInput(effective))
                : effective;
    }

    @Override
    public JsonNode output(State state, Scope scope, JsonNode result) {
        JsonNode picked = state.has("ResultSelector")
                ? Templates.fill(state.get("ResultSelector"), scope.withInput(result))
                : result;
        JsonNode merged = merged(state.get("ResultPath"), scope.input(), picked);
        return selected(state, "OutputPath", scope.withInput(merged));
    }

    @Override
    public JsonNode passThrough(State state, JsonNode holder, Scope scope) {
        JsonNode effective = selected(state, "InputPath", scope);
        return selected(state, "OutputPath", scope.withInput(effective));
    }

    @Override
    public JsonNode caught(JsonNode catcher, Scope scope, JsonNode errorOutput) {
        return merged(catcher.path("ResultPath"), scope.input(), errorOutput);
    }

    @Override
    public JsonNode value(State state, String field, Scope scope) {
        String path = field + "Path";
        if (state.has(path)) {
            Scope effective = scope.withInput(selected(state, "InputPath", scope));
            return Templates.evaluate(state.get(path).asText(), effective);
        }
        return state.get(field);
    }

    @Override
    public JsonNode items(State state, Scope scope) {
        JsonNode effective = selected(state, "InputPath", scope);
        return state.has("ItemsPath")
                ? JsonPaths.get(state.get("ItemsPath").asText(), scope.withInput(effective))
                : effective;
    }

    @Override
    public JsonNode itemInput(State state, Scope scope, JsonNode item) {
        JsonNode selector = state.has("ItemSelector") ? state.get("ItemSelector") : state.get("Parameters");
        if (selector.isMissingNode()) {
            return item;
        }
        return Templates.fill(selector, scope.withInput(selected(state, "InputPath", scope)));
    }

    @Override
    public boolean holds(State state, JsonNode rule, Scope scope) {
        return Choices.holds(rule, scope.withInput(selected(state, "InputPath", scope)));
    }

    /** {@code $} is the error output in a Catch, the result where there is one, else the effective input. */
    @Override
    public Map<String, JsonNode> assigned(State state, JsonNode holder, Scope scope) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (holder.has("Assign")) {
            JsonNode dollar = scope.errorOutput() == null ? scope.result() : scope.errorOutput();
            Scope assigning = scope.withInput(dollar == null ? selected(state, "InputPath", scope) : dollar);
            Templates.fill(holder.get("Assign"), assigning)
                    .properties()
                    .forEach(variable -> values.put(variable.getKey(), variable.getValue()));
        }
        return values;
    }

    @Override
    public StateFailure misfit(String field, String expected, JsonNode value) {
        return StateFailure.runtime("The value of '" + field + "' must be " + expected + ", not " + Json.write(value));
    }

    private static JsonNode selected(State state, String field, Scope scope) {
        JsonNode path = state.get(field);
        if (path instanceof MissingNode) {
            return scope.input();
        }
        return path.isNull() ? Json.object() : JsonPaths.get(path.asText(), scope);
    }

    private static JsonNode merged(JsonNode resultPath, JsonNode input, JsonNode result) {
        if (resultPath.isMissingNode()) {
            return result;
        }
        return resultPath.isNull() ? input : JsonPaths.put(input, resultPath.asText(), result);
    }
}
