// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Ids;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an expression may refer to.
 *
 * @param input the state's input; what {@code $} means in a path
 * @param context the context object, {@code $$} in a path
 * @param variables assigned variables by name, as they were when the state was entered
 * @param result the state's result, once there is one
 * @param errorOutput what a Catch is given
 * @param now virtual time
 * @param ids where random values come from, so that a run can be repeated
 */
record Scope(
        JsonNode input,
        JsonNode context,
        Map<String, JsonNode> variables,
        @Nullable JsonNode result,
        @Nullable JsonNode errorOutput,
        Instant now,
        Ids ids) {

    Scope withInput(JsonNode other) {
        return new Scope(other, context, variables, result, errorOutput, now, ids);
    }

    Scope withContext(JsonNode other) {
        return new Scope(input, other, variables, result, errorOutput, now, ids);
    }

    Scope withResult(JsonNode other) {
        return new Scope(input, context, variables, other, errorOutput, now, ids);
    }

    Scope withErrorOutput(JsonNode other) {
        return new Scope(input, context, variables, result, other, now, ids);
    }
}
