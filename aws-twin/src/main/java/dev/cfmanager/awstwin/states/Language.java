// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * How a state's expressions read and shape data. Every method throws {@link StateFailure} for what fails an execution.
 */
interface Language {

    /** The language of a state: its own {@code QueryLanguage}, else the machine's, else JSONPath. */
    static Language of(JsonNode machine, JsonNode state) {
        return new PathLanguage();
    }

    /** What a Task, Pass, Parallel or Map works on. */
    JsonNode arguments(State state, Scope scope);

    /** The state's output, given its result. */
    JsonNode output(State state, Scope scope, JsonNode result);

    /** The output of a state that has no result: Choice, Wait, Succeed. */
    JsonNode passThrough(State state, Scope scope);

    /** The output of a Catch. */
    JsonNode caught(JsonNode catcher, Scope scope, ObjectNode errorOutput);

    /** A field that may be given as such, by a path ({@code SecondsPath}) or as an expression; a missing node if absent. */
    JsonNode value(State state, String field, Scope scope);

    /** The array a Map iterates over. */
    JsonNode items(State state, Scope scope);

    /** The input of one iteration of a Map; {@code $$.Map.Item} of the scope is the item. */
    JsonNode itemInput(State state, Scope scope, JsonNode item);

    /** Whether a rule of a Choice holds. */
    boolean holds(JsonNode rule, Scope scope);

    /** The variables that {@code holder} (a state, a rule, a catcher) assigns; empty for none. */
    Map<String, JsonNode> assigned(JsonNode holder, Scope scope, JsonNode result);
}
