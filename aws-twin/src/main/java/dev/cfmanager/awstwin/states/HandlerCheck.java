// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Checks the {@code Retry} and {@code Catch} of a state. */
final class HandlerCheck {
    private static final Set<String> RETRIER = Set.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
            "Comment");
    private static final Set<String> PATH_CATCHER = Set.of("ErrorEquals", "Next", "ResultPath", "Assign", "Comment");
    private static final Set<String> JSONATA_CATCHER = Set.of("ErrorEquals", "Next", "Output", "Assign", "Comment");
    /** Just under a year, as AWS documents it. */
    private static final long MOST_DELAY = 31_622_399;

    private final Problems problems;

    HandlerCheck(Problems problems) {
        this.problems = problems;
    }

    void check(JsonNode state, String at, boolean jsonata) {
        JsonNode retriers = state.path("Retry");
        for (int i = 0; i < retriers.size(); i++) {
            retrier(retriers.get(i), at + "/Retry/" + i);
            errors(retriers.get(i), at + "/Retry/" + i, i == retriers.size() - 1);
        }
        JsonNode catchers = state.path("Catch");
        for (int i = 0; i < catchers.size(); i++) {
            String here = at + "/Catch/" + i;
            Fields.onlyKnown(catchers.get(i), here, jsonata ? JSONATA_CATCHER : PATH_CATCHER, problems);
            Fields.variables(catchers.get(i), here, problems);
            if (jsonata) {
                Fields.expressions(catchers.get(i), here, problems);
            } else {
                Fields.template(catchers.get(i).path("Assign"), here + "/Assign", problems);
            }
            Fields.referencePath(catchers.get(i), "ResultPath", true, here, problems);
            errors(catchers.get(i), here, i == catchers.size() - 1);
            if (!catchers.get(i).path("Next").isTextual()) {
                problems.schema(here, "The field \"Next\" is required but was missing");
            }
        }
    }

    private void retrier(JsonNode retrier, String at) {
        Fields.onlyKnown(retrier, at, RETRIER, problems);
        Fields.seconds(retrier, "IntervalSeconds", at, problems);
        Fields.wholeNumber(retrier, "MaxAttempts", 0, at, problems);
        Fields.seconds(retrier, "MaxDelaySeconds", at, problems);
        if (retrier.path("MaxDelaySeconds").asLong() > MOST_DELAY) {
            problems.schema(at + "/MaxDelaySeconds", "Value must be less than 31622400");
        }
        JsonNode rate = retrier.path("BackoffRate");
        if (!rate.isMissingNode() && (!rate.isNumber() || rate.asDouble() < 1)) {
            problems.schema(at + "/BackoffRate", "Value must be a number of at least 1.0");
        }
        if (!Set.of("FULL", "NONE").contains(retrier.path("JitterStrategy").asText("NONE"))) {
            problems.schema(at + "/JitterStrategy", "Value is not in enumeration [FULL, NONE]");
        }
    }

    private void errors(JsonNode handler, String at, boolean last) {
        JsonNode names = handler.path("ErrorEquals");
        if (!names.isArray() || names.isEmpty()) {
            problems.schema(at + "/ErrorEquals", "ErrorEquals must name at least one error");
            return;
        }
        for (JsonNode name : names) {
            if (!name.isTextual()) {
                problems.schema(at + "/ErrorEquals", "Expected value of type String");
            } else if (name.textValue().equals("States.ALL") && (names.size() > 1 || !last)) {
                problems.schema(
                        at + "/ErrorEquals",
                        "States.ALL must appear alone and in the last Retrier or Catcher of its array");
            }
        }
    }
}
