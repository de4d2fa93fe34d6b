// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One state of a definition.
 *
 * @param name its name, unique in the machine
 * @param scope JSON pointer to the object whose {@code States} holds it; empty for the machine itself
 * @param body its JSON
 * @param language what its expressions are written in
 */
record State(String name, String scope, JsonNode body, Language language) {

    String type() {
        return body.path("Type").asText();
    }

    boolean has(String field) {
        return body.has(field);
    }

    JsonNode get(String field) {
        return body.path(field);
    }

    /** The next state; empty when this one ends its scope. */
    Optional<String> next() {
        return Optional.ofNullable(body.path("Next").textValue());
    }

    /** JSON pointer to this state. */
    String pointer() {
        return scope + "/States/" + name.replace("~", "~0").replace("/", "~1");
    }
}
