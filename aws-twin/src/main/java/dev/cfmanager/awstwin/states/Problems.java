// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a definition, in the words of Step Functions: code, text, and JSON pointer to the place. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** The definition does not follow the States Language. */
    void schema(String pointer, String message) {
        found.add(new Problem("SCHEMA_VALIDATION_FAILED", message, pointer));
    }

    /** A transition leads nowhere, or nothing leads to a state. */
    void transition(String pointer, String message) {
        found.add(new Problem("MISSING_TRANSITION_TARGET", message, pointer));
    }

    /** Another state has the name already. */
    void duplicate(String pointer, String name) {
        found.add(new Problem("DUPLICATE_STATE_NAME", "Duplicate state name: " + name, pointer));
    }

    /** AWS would run it, the twin does not. */
    void unsupported(String pointer, String what) {
        found.add(new Problem("UNSUPPORTED_BY_TWIN", "the twin does not run " + what, pointer));
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> all() {
        return found;
    }

    @Override
    public String toString() {
        return found.stream().map(Problem::toString).collect(Collectors.joining(", "));
    }

    /** One of them. */
    record Problem(String code, String message, String pointer) {
        @Override
        public String toString() {
            return code + ": " + message + " at " + (pointer.isEmpty() ? "/" : pointer);
        }
    }
}
