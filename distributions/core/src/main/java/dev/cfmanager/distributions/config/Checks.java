// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Problems;
import java.util.Collection;
import java.util.List;

/** Checks of single members that many rules share; an empty text counts as absent, as CloudFront counts it. */
final class Checks {
    private final Problems problems;

    Checks(Problems problems) {
        this.problems = problems;
    }

    /** Notes a problem with a member. */
    void problem(Part part, String member, String what) {
        problems.add(part.at(member), what);
    }

    /** Wants the member to be there and one of the values. */
    void required(Part part, String member, List<String> allowed) {
        if (part.text(member).isEmpty()) {
            problem(part, member, "is required: one of " + String.join(", ", allowed));
        } else {
            optional(part, member, allowed);
        }
    }

    /** Wants the member, where it is there, to be one of the values. */
    void optional(Part part, String member, List<String> allowed) {
        String value = part.text(member);
        if (!value.isEmpty() && !allowed.contains(value)) {
            problem(part, member, "must be one of " + String.join(", ", allowed));
        }
    }

    /** Wants a list of the form {@code {Quantity, Items}}, where it is there, to hold only these values, each once. */
    void distinct(Part part, String member, Collection<String> allowed) {
        List<String> values = part.texts(member);
        if (!allowed.containsAll(values) || values.stream().distinct().count() < values.size()) {
            problem(part, member, "must hold, each at most once, only " + String.join(", ", allowed));
        }
    }

    /** Wants the number, where it is there, to lie within the bounds, both included. */
    void range(Part part, String member, long least, long most) {
        JsonNode value = part.node().get(member);
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            problem(part, member, "must be between " + least + " and " + most);
        }
    }

    /** Wants the text, where it is there, to have at most that many characters. */
    void length(Part part, String member, int most) {
        int length = part.text(member).length();
        if (length > most) {
            problem(part, member, "may have at most " + most + " characters, not " + length);
        }
    }
}
