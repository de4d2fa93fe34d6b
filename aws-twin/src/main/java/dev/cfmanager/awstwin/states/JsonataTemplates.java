// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * JSON with JSONata strings inside, <code>"{% $states.input.id %}"</code>, and their evaluation. There is no input
 * document: expressions reach data through <code>$states</code> and variables only.
 */
final class JsonataTemplates {
    /** Wall-clock guard against expressions that do not end; AWS has one too. */
    private static final long MOST_MILLISECONDS = 10_000;

    private static final int DEEPEST = 500;
    private static final String RESULT = "result";

    private JsonataTemplates() {}

    static boolean isExpression(JsonNode value) {
        return value.isTextual()
                && value.textValue().startsWith("{%")
                && value.textValue().endsWith("%}");
    }

    /** Why an expression cannot be read; empty when it can. */
    static Optional<String> fault(String quoted) {
        try {
            Jsonata.jsonata(bare(quoted));
            return Optional.empty();
        } catch (JException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The template with every expression replaced by what it evaluates to.
     *
     * @param field where it stands, for the failure's text
     */
    static JsonNode fill(JsonNode template, String field, Scope scope) {
        if (isExpression(template)) {
            return evaluate(bare(template.textValue()), field, scope);
        }
        if (template instanceof ObjectNode object) {
            ObjectNode filled = Json.object();
            object.properties()
                    .forEach(member ->
                            filled.set(member.getKey(), fill(member.getValue(), field + "/" + member.getKey(), scope)));
            return filled;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = Json.array();
            for (int i = 0; i < array.size(); i++) {
                filled.add(fill(array.get(i), field + "[" + i + "]", scope));
            }
            return filled;
        }
        return template;
    }

    /** An object around the expression tells "nothing" (no member) from null, which the engine's own answer does not. */
    private static JsonNode evaluate(String expression, String field, Scope scope) {
        Object answer;
        try {
            Jsonata compiled = Jsonata.jsonata("{\"" + RESULT + "\": (" + expression + "\n)}");
            Jsonata.Frame frame = compiled.createFrame();
            frame.setRuntimeBounds(MOST_MILLISECONDS, DEEPEST);
            frame.bind("states", Json.plain(states(scope)));
            scope.variables().forEach((name, value) -> frame.bind(name, Json.plain(value)));
            JsonataFunctions.bind(frame, scope);
            answer = compiled.evaluate(null, frame);
        } catch (JException e) {
            throw failure(expression, field, "threw an error during evaluation. " + e.getMessage());
        }
        if (answer instanceof Map<?, ?> wrapped && wrapped.containsKey(RESULT)) {
            try {
                return Json.tree(wrapped.get(RESULT));
            } catch (IllegalArgumentException e) {
                throw failure(expression, field, "returned a value that is no JSON: " + e.getMessage());
            }
        }
        throw failure(expression, field, "returned nothing (undefined).");
    }

    private static ObjectNode states(Scope scope) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("input", scope.input());
        members.put("context", scope.context());
        JsonNode result = scope.result();
        if (result != null) {
            members.put("result", result);
        }
        JsonNode errorOutput = scope.errorOutput();
        if (errorOutput != null) {
            members.put("errorOutput", errorOutput);
        }
        ObjectNode states = Json.object();
        states.setAll(members);
        return states;
    }

    private static StateFailure failure(String expression, String field, String what) {
        return new StateFailure(
                StateFailure.QUERY,
                "The JSONata expression '" + expression.trim() + "' specified for the field '" + field + "' " + what);
    }

    private static String bare(String quoted) {
        return quoted.substring(2, quoted.length() - 2);
    }
}
