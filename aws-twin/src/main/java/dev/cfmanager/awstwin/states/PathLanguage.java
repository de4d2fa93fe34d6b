// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    public JsonNode passThrough(State state, Scope scope) {
        JsonNode effective = selected(state, "InputPath", scope);
        return selected(state, "OutputPath", scope.withInput(effective));
    }

    @Override
    public JsonNode caught(JsonNode catcher, Scope scope, ObjectNode errorOutput) {
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
    public boolean holds(JsonNode rule, Scope scope) {
        return Choices.holds(rule, scope);
    }

    @Override
    public Map<String, JsonNode> assigned(JsonNode holder, Scope scope, JsonNode result) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (holder.has("Assign")) {
            Templates.fill(holder.get("Assign"), scope.withInput(result))
                    .properties()
                    .forEach(variable -> values.put(variable.getKey(), variable.getValue()));
        }
        return values;
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
