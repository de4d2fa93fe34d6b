// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.util.List;
import java.util.Map;

/**
 * One condition: an operator, a key and the values to compare the request's values with.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">operators</a>
 * @param operator how to compare
 * @param quantifier for keys with several values
 * @param ifExists whether it holds when the request does not have the key
 * @param key lower case
 * @param values any of them (for a negated operator: none of them)
 */
record Condition(Operator operator, Quantifier quantifier, boolean ifExists, String key, List<String> values) {

    /** How a request's several values count. */
    enum Quantifier {
        NONE,
        ANY,
        ALL
    }

    /** Whether it holds for a request. */
    boolean holds(Map<String, List<String>> context) {
        List<String> actual = context.get(key);
        if (operator == Operator.Null) {
            return values.contains(String.valueOf(actual == null));
        }
        if (actual == null || actual.isEmpty()) {
            return ifExists || operator.negated() || quantifier == Quantifier.ALL;
        }
        return quantifier == Quantifier.ALL
                ? actual.stream().allMatch(this::holds)
                : actual.stream().anyMatch(this::holds);
    }

    private boolean holds(String actual) {
        boolean any = values.stream().anyMatch(expected -> operator.compares(expected, actual));
        return any != operator.negated();
    }

    /** Whether it ties the request to values that leave nothing open. */
    boolean isFixed() {
        return !operator.negated()
                && !ifExists
                && operator != Operator.Null
                && values.stream().noneMatch(value -> Wildcards.isPattern(value) || value.contains("${"));
    }
}
