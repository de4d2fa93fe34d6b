// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import dev.cfmanager.common.error.OperationException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that the caller hears of everything at once. Not thread-safe. */
public final class Problems {
    private final List<String> found = new ArrayList<>();
    private boolean conflictsOnly = true;

    /** Notes a problem; {@code where} is a member's name or a JSON pointer such as {@code /config/Origins/Items/0/Id}. */
    public void add(String where, String what) {
        found.add(where + ": " + what);
        conflictsOnly = false;
    }

    /** Notes that what is asked for belongs to somebody else: nothing is wrong with it, but it cannot be had. */
    public void addConflict(String where, String what) {
        found.add(where + ": " + what);
    }

    /** What was found so far, in order. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** Whether nothing was found. */
    public boolean none() {
        return found.isEmpty();
    }

    /**
     * Ends the request when anything was found.
     *
     * @throws OperationException VALIDATION_ERROR with {@code message} and every problem; CONFLICT when there are only
     *     conflicts
     */
    public void throwIfAny(String message) {
        if (!found.isEmpty() && conflictsOnly) {
            throw OperationException.conflict(String.join("; ", found), found);
        }
        if (!found.isEmpty()) {
            throw OperationException.validation(message + ": " + String.join("; ", found), found);
        }
    }
}
