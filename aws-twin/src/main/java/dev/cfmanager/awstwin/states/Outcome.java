// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Json;

/**
 * How a Task's call ended.
 *
 * @param succeeded whether {@code text} is the result, else it is the error's cause
 * @param error the error name; empty on success
 * @param text the result as JSON text, or the cause
 */
record Outcome(boolean succeeded, String error, String text) {

    static Outcome success(JsonNode result) {
        return new Outcome(true, "", Json.write(result));
    }

    static Outcome failure(String error, String cause) {
        return new Outcome(false, error, cause);
    }

    /** One text, to keep in a strand. */
    String toText() {
        return Json.write(Json.array().add(succeeded).add(error).add(text));
    }

    static Outcome ofText(String kept) {
        JsonNode parts = Json.read(kept);
        return new Outcome(
                parts.get(0).booleanValue(),
                parts.get(1).textValue(),
                parts.get(2).textValue());
    }
}
