// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * How a state's expressions read and shape data. Every method throws {@link StateFailure} for what fails an execution.
 */
interface Language {

    /** Whether a state is written in JSONata: by its own {@code QueryLanguage}, else the machine's, else not. */
    static boolean isJsonata(JsonNode machine, JsonNode state) {
        JsonNode own = state.path("QueryLanguage");
        return (own.isMissingNode() ? machine.path("QueryLanguage") : own)
                .asText()
                .equals("JSONata");
    }

    /** The language of a state. */
    static Language of(JsonNode machine, JsonNode state) {
        return isJsonata(machine, state) ? new JsonataLanguage() : new PathLanguage();
    }

    /** What a Task, Pass or Parallel works on. */
    JsonNode arguments(State state, Scope scope);

    /** The output of a state that has a result, which {@code scope} holds. */
    JsonNode output(State state, Scope scope, JsonNode result);

    /**
     * The output of a state that has no result: Choice, Wait, Succeed.
     *
     * @param holder what may say otherwise: the state, or the rule a Choice has chosen
     */
    JsonNode passThrough(State state, JsonNode holder, Scope scope);

    /** The output of a Catch; {@code scope} holds the error output. */
    JsonNode caught(JsonNode catcher, Scope scope, JsonNode errorOutput);

    /** A field that may be given as such, by a path ({@code SecondsPath}) or as an expression; a missing node if absent. */
    JsonNode value(State state, String field, Scope scope);

    /** The array a Map iterates over; anything else fails when it is used. */
    JsonNode items(State state, Scope scope);

    /** The input of one iteration of a Map; the context's {@code Map.Item} is the item. */
    JsonNode itemInput(State state, Scope scope, JsonNode item);

    /** Whether a rule of a Choice holds. */
    boolean holds(State state, JsonNode rule, Scope scope);

    /** The variables that {@code holder} (the state, a rule, a catcher) assigns; empty for none. */
    Map<String, JsonNode> assigned(State state, JsonNode holder, Scope scope);

    /** The failure of a field whose value is of the wrong kind. */
    StateFailure misfit(String field, String expected, JsonNode value);
}
