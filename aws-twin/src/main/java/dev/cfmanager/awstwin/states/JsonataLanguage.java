// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSONata states: Arguments, Output, Assign and Condition
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">transforming data with
 * JSONata</a>).
 */
final class JsonataLanguage implements Language {

    @Override
    public JsonNode arguments(State state, Scope scope) {
        return state.has("Arguments")
                ? JsonataTemplates.fill(state.get("Arguments"), "Arguments", scope)
                : scope.input();
    }

    @Override
    public JsonNode output(State state, Scope scope, JsonNode result) {
        return state.has("Output") ? JsonataTemplates.fill(state.get("Output"), "Output", scope) : result;
    }

    @Override
    public JsonNode passThrough(State state, JsonNode holder, Scope scope) {
        return holder.has("Output") ? JsonataTemplates.fill(holder.get("Output"), "Output", scope) : scope.input();
    }

    @Override
    public JsonNode caught(JsonNode catcher, Scope scope, JsonNode errorOutput) {
        return catcher.has("Output") ? JsonataTemplates.fill(catcher.get("Output"), "Output", scope) : errorOutput;
    }

    @Override
    public JsonNode value(State state, String field, Scope scope) {
        JsonNode value = state.get(field);
        return value.isMissingNode() ? value : JsonataTemplates.fill(value, field, scope);
    }

    @Override
    public JsonNode items(State state, Scope scope) {
        return state.has("Items") ? JsonataTemplates.fill(state.get("Items"), "Items", scope) : scope.input();
    }

    @Override
    public JsonNode itemInput(State state, Scope scope, JsonNode item) {
        return state.has("ItemSelector")
                ? JsonataTemplates.fill(state.get("ItemSelector"), "ItemSelector", scope)
                : item;
    }

    @Override
    public boolean holds(State state, JsonNode rule, Scope scope) {
        JsonNode condition = JsonataTemplates.fill(rule.path("Condition"), "Condition", scope);
        if (!condition.isBoolean()) {
            throw misfit("Condition", "a boolean", condition);
        }
        return condition.booleanValue();
    }

    @Override
    public Map<String, JsonNode> assigned(State state, JsonNode holder, Scope scope) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        holder.path("Assign")
                .properties()
                .forEach(variable -> values.put(
                        variable.getKey(),
                        JsonataTemplates.fill(variable.getValue(), "Assign/" + variable.getKey(), scope)));
        return values;
    }

    @Override
    public StateFailure misfit(String field, String expected, JsonNode value) {
        return new StateFailure(
                StateFailure.QUERY,
                "The expression specified for the field '" + field + "' returned " + Json.write(value)
                        + " and must return " + expected);
    }
}
