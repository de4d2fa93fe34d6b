// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Ids;
import java.util.Map;

/**
 * What an expression may refer to.
 *
 * @param input what {@code $} means
 * @param context the context object, {@code $$}
 * @param variables assigned variables by name
 * @param ids where random values come from, so that a run can be repeated
 */
record Scope(JsonNode input, JsonNode context, Map<String, JsonNode> variables, Ids ids) {

    Scope withInput(JsonNode newInput) {
        return new Scope(newInput, context, variables, ids);
    }
}
