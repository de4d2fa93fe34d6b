// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

/** What a distribution is to become; the reconciler takes steps until it is. */
public enum Goal {
    /** CloudFront has it as configured, and its origins let it read. */
    DEPLOYED("Deployed"),
    /** Nothing is left of it, the record included. */
    DELETED("Deleted"),
    /** Nothing is left of a creation that failed, except the record, which says why. */
    UNDONE("Undone");

    private final String word;

    Goal(String word) {
        this.word = word;
    }

    /** The word in the table. */
    public String word() {
        return word;
    }

    /**
     * The goal of that word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Goal ofWord(String word) {
        for (Goal goal : values()) {
            if (goal.word.equals(word)) {
                return goal;
            }
        }
        throw new IllegalArgumentException("no such goal: " + word);
    }
}
