// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A state machine's definition that has passed {@link DefinitionCheck}. */
final class Definition {
    private final JsonNode root;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    Definition(JsonNode root) {
        this.root = root;
    }

    static Definition of(String text) {
        return new Definition(Json.read(text));
    }

    /** A state by its scope and name. */
    State state(String scope, String name) {
        return states.computeIfAbsent(scope + "\n" + name, key -> {
            JsonNode body = root.at(scope).path("States").path(name);
            return new State(name, scope, body, Language.of(root, body));
        });
    }

    String startAt(String scope) {
        return root.at(scope).path("StartAt").asText();
    }

    /** How long an execution may run. */
    Optional<Duration> timeout() {
        return root.has("TimeoutSeconds")
                ? Optional.of(Duration.ofSeconds(root.path("TimeoutSeconds").asLong()))
                : Optional.empty();
    }
}
