// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The condition operators, named as policies spell them. A negated one compares like its positive twin; the condition
 * turns the answer round.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">operators</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Operator {
    StringEquals(String::equals),
    StringNotEquals(String::equals),
    StringEqualsIgnoreCase(String::equalsIgnoreCase),
    StringNotEqualsIgnoreCase(String::equalsIgnoreCase),
    StringLike(Wildcards::match),
    StringNotLike(Wildcards::match),
    ArnEquals(Wildcards::matchArn),
    ArnNotEquals(Wildcards::matchArn),
    ArnLike(Wildcards::matchArn),
    ArnNotLike(Wildcards::matchArn),
    Bool(String::equalsIgnoreCase),
    Null((expected, actual) -> false),
    IpAddress(AddressRange::contains),
    NotIpAddress(AddressRange::contains),
    NumericEquals((expected, actual) -> number(actual).compareTo(number(expected)) == 0),
    NumericNotEquals((expected, actual) -> number(actual).compareTo(number(expected)) == 0),
    NumericLessThan((expected, actual) -> number(actual).compareTo(number(expected)) < 0),
    NumericLessThanEquals((expected, actual) -> number(actual).compareTo(number(expected)) <= 0),
    NumericGreaterThan((expected, actual) -> number(actual).compareTo(number(expected)) > 0),
    NumericGreaterThanEquals((expected, actual) -> number(actual).compareTo(number(expected)) >= 0),
    DateEquals((expected, actual) -> date(actual).equals(date(expected))),
    DateNotEquals((expected, actual) -> date(actual).equals(date(expected))),
    DateLessThan((expected, actual) -> date(actual).isBefore(date(expected))),
    DateLessThanEquals((expected, actual) -> !date(actual).isAfter(date(expected))),
    DateGreaterThan((expected, actual) -> date(actual).isAfter(date(expected))),
    DateGreaterThanEquals((expected, actual) -> !date(actual).isBefore(date(expected)));

    private final BiPredicate<String, String> comparison;

    Operator(BiPredicate<String, String> comparison) {
        this.comparison = comparison;
    }

    /** The operator of that name, in any case. */
    static Optional<Operator> named(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Whether the condition holds when the values do not compare. */
    boolean negated() {
        return name().contains("Not");
    }

    /** Compares one value of the policy with one of the request. */
    boolean compares(String expected, String actual) {
        return comparison.test(expected, actual);
    }

    /** Whether a policy may give this value to the operator. */
    boolean accepts(String value) {
        try {
            if (name().startsWith("Numeric")) {
                number(value);
            } else if (name().startsWith("Date")) {
                date(value);
            } else if (name().endsWith("IpAddress")) {
                AddressRange.parse(value);
            } else if (this == Bool || this == Null) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.equals("true") || lower.equals("false");
            }
            return true;
        } catch (IllegalArgumentException | java.time.DateTimeException unfit) {
            return false;
        }
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    private static Instant date(String text) {
        boolean epochSeconds = text.chars().allMatch(Character::isDigit);
        return epochSeconds ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
    }
}
