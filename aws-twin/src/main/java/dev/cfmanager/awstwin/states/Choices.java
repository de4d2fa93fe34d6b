// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of a JSONPath Choice
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html">Choice</a>): comparisons of unlike
 * types are false, an absent variable fails the execution unless {@code IsPresent} asks for it.
 */
final class Choices {
    private static final Pattern COMPARISON = Pattern.compile(
            "(String|Numeric|Timestamp)(Equals|LessThan|GreaterThan|LessThanEquals|GreaterThanEquals)(Path)?"
                    + "|(Boolean)(Equals)(Path)?|(String)(Matches)");
    private static final Set<String> TESTS =
            Set.of("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp");
    /** RFC 3339 as the States Language narrows it: upper-case T, and Z or an offset. */
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})");

    private Choices() {}

    /** Whether a field of a rule is an operator this interpreter knows. */
    static boolean isOperator(String field) {
        return TESTS.contains(field) || COMPARISON.matcher(field).matches();
    }

    static boolean holds(JsonNode rule, Scope scope) {
        if (rule.has("And")) {
            return all(rule.get("And"), scope, true);
        }
        if (rule.has("Or")) {
            return !all(rule.get("Or"), scope, false);
        }
        if (rule.has("Not")) {
            return !holds(rule.get("Not"), scope);
        }
        String path = rule.path("Variable").asText();
        Optional<JsonNode> found = JsonPaths.find(path, scope);
        String operator = rule.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(Choices::isOperator)
                .findFirst()
                .orElseThrow(() -> StateFailure.runtime("a choice rule has no operator"));
        JsonNode wanted = rule.get(operator);
        if (operator.equals("IsPresent")) {
            return found.isPresent() == wanted.asBoolean();
        }
        JsonNode value = found.orElseThrow(() -> invalidReference(path));
        return TESTS.contains(operator)
                ? isOf(operator, value) == wanted.asBoolean()
                : compares(operator, value, wanted, scope);
    }

    /** The instant a text denotes; empty when it is no timestamp of the States Language. */
    static Optional<Instant> timestamp(String text) {
        if (!TIMESTAMP.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean all(JsonNode rules, Scope scope, boolean expected) {
        for (JsonNode rule : rules) {
            if (holds(rule, scope) != expected) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(String test, JsonNode value) {
        return switch (test) {
            case "IsNull" -> value.isNull();
            case "IsNumeric" -> value.isNumber();
            case "IsString" -> value.isTextual();
            case "IsBoolean" -> value.isBoolean();
            default -> value.isTextual() && timestamp(value.textValue()).isPresent();
        };
    }

    private static boolean compares(String operator, JsonNode value, JsonNode operand, Scope scope) {
        Matcher matcher = COMPARISON.matcher(operator);
        if (!matcher.matches()) {
            throw StateFailure.runtime("unknown operator " + operator);
        }
        JsonNode wanted = operator.endsWith("Path")
                ? JsonPaths.find(operand.asText(), scope).orElseThrow(() -> invalidReference(operand.asText()))
                : operand;
        if (operator.equals("StringMatches")) {
            return value.isTextual()
                    && glob(wanted.asText()).matcher(value.textValue()).matches();
        }
        if (operator.startsWith("Boolean")) {
            return value.isBoolean() && wanted.isBoolean() && value.booleanValue() == wanted.booleanValue();
        }
        Optional<Integer> order =
                switch (matcher.group(1)) {
                    case "String" -> strings(value, wanted);
                    case "Numeric" -> numbers(value, wanted);
                    default -> timestamps(value, wanted);
                };
        return order.isPresent() && relates(matcher.group(2), order.get());
    }

    private static boolean relates(String relation, int order) {
        return switch (relation) {
            case "Equals" -> order == 0;
            case "LessThan" -> order < 0;
            case "GreaterThan" -> order > 0;
            case "LessThanEquals" -> order <= 0;
            default -> order >= 0;
        };
    }

    private static Optional<Integer> strings(JsonNode value, JsonNode wanted) {
        return value.isTextual() && wanted.isTextual()
                ? Optional.of(value.textValue().compareTo(wanted.textValue()))
                : Optional.empty();
    }

    private static Optional<Integer> numbers(JsonNode value, JsonNode wanted) {
        return value.isNumber() && wanted.isNumber()
                ? Optional.of(value.decimalValue().compareTo(wanted.decimalValue()))
                : Optional.empty();
    }

    private static Optional<Integer> timestamps(JsonNode value, JsonNode wanted) {
        if (!value.isTextual() || !wanted.isTextual()) {
            return Optional.empty();
        }
        return timestamp(value.textValue())
                .flatMap(left -> timestamp(wanted.textValue()).map(left::compareTo));
    }

    /** {@code *} matches any run of characters; {@code \*} and {@code \\} are themselves. */
    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(text.charAt(i))));
            } else if (c == '*') {
                regex.append(".*");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static StateFailure invalidReference(String path) {
        return StateFailure.runtime(
                "Invalid path '" + path + "': The choice state's condition path references an invalid value.");
    }
}
