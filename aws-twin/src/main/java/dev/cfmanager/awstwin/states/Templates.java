// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.Json;

/**
 * Payload templates: JSON whose fields that end in {@code .$} hold a path or an intrinsic function
 * (<a href="https://states-language.net/spec.html#payload-template">Payload Template</a>).
 */
final class Templates {
    private Templates() {}

    /** The template with every {@code .$} field replaced by what it names. */
    static JsonNode fill(JsonNode template, Scope scope) {
        if (template instanceof ObjectNode object) {
            ObjectNode filled = Json.object();
            object.properties().forEach(field -> {
                String name = field.getKey();
                if (name.endsWith(".$")) {
                    filled.set(name.substring(0, name.length() - 2), named(name, field.getValue(), scope));
                } else {
                    filled.set(name, fill(field.getValue(), scope));
                }
            });
            return filled;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = Json.array();
            array.forEach(element -> filled.add(fill(element, scope)));
            return filled;
        }
        return template;
    }

    /** What a path or intrinsic function yields. */
    static JsonNode evaluate(String expression, Scope scope) {
        return expression.startsWith("States.") ? Intrinsics.call(expression, scope) : JsonPaths.get(expression, scope);
    }

    private static JsonNode named(String field, JsonNode expression, Scope scope) {
        String text = expression.asText();
        if (text.startsWith("States.")) {
            return Intrinsics.call(text, scope);
        }
        return JsonPaths.find(text, scope)
                .orElseThrow(() -> StateFailure.runtime("The JSONPath '" + text + "' specified for the field '" + field
                        + "' could not be found in the input '" + Json.write(scope.input()) + "'"));
    }
}
