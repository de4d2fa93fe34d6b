// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of single fields of a definition. */
final class Fields {
    /** What AWS runs and the twin does not: refused by name, so that no test believes it was run. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "Credentials", "tasks with Credentials of another role",
            "ItemReader", "distributed Map states (ItemReader)",
            "ItemBatcher", "distributed Map states (ItemBatcher)",
            "ResultWriter", "distributed Map states (ResultWriter)",
            "ToleratedFailurePercentage", "distributed Map states (ToleratedFailurePercentage)",
            "ToleratedFailurePercentagePath", "distributed Map states (ToleratedFailurePercentagePath)",
            "ToleratedFailureCount", "distributed Map states (ToleratedFailureCount)",
            "ToleratedFailureCountPath", "distributed Map states (ToleratedFailureCountPath)",
            "Label", "distributed Map states (Label)");

    private static final long MOST_SECONDS = 99_999_999;
    private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,79}");

    private Fields() {}

    static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    static void onlyKnown(JsonNode holder, String at, Set<String> known, Problems problems) {
        for (Map.Entry<String, JsonNode> field : holder.properties()) {
            String name = field.getKey();
            if (!known.contains(name)) {
                String unsupported = UNSUPPORTED.get(name);
                if (unsupported == null) {
                    problems.schema(at + "/" + name, "Field is not supported");
                } else {
                    problems.unsupported(at + "/" + name, unsupported);
                }
            }
        }
    }

    static void language(JsonNode holder, String at, Problems problems) {
        String language = holder.path("QueryLanguage").asText("JSONPath");
        if (!language.equals("JSONPath") && !language.equals("JSONata")) {
            problems.schema(at + "/QueryLanguage", "Value is not in enumeration [JSONPath, JSONata]");
        }
    }

    /** The names of an {@code Assign}. */
    static void variables(JsonNode holder, String at, Problems problems) {
        JsonNode assign = holder.path("Assign");
        if (!assign.isMissingNode() && !assign.isObject()) {
            problems.schema(at + "/Assign", "Expected value of type Object");
        }
        for (Map.Entry<String, JsonNode> variable : assign.properties()) {
            String name = variable.getKey().endsWith(".$")
                    ? variable.getKey().substring(0, variable.getKey().length() - 2)
                    : variable.getKey();
            if (!VARIABLE.matcher(name).matches() || name.equals("states")) {
                problems.schema(at + "/Assign/" + variable.getKey(), "Value is not a valid variable name");
            }
        }
    }

    /** Every JSONata string in a template. */
    static void expressions(JsonNode template, String at, Problems problems) {
        if (JsonataTemplates.isExpression(template)) {
            JsonataTemplates.fault(template.textValue())
                    .ifPresent(why -> problems.schema(at, "Value is not a valid JSONata expression (" + why + ")"));
        }
        template.properties().forEach(member -> expressions(member.getValue(), at + "/" + member.getKey(), problems));
        if (template.isArray()) {
            for (int i = 0; i < template.size(); i++) {
                expressions(template.get(i), at + "/" + i, problems);
            }
        }
    }

    /** A whole number of seconds from 1. */
    static void seconds(JsonNode holder, String field, String at, Problems problems) {
        wholeNumber(holder, field, 1, at, problems);
    }

    static void wholeNumber(JsonNode holder, String field, long least, String at, Problems problems) {
        JsonNode value = holder.path(field);
        if (!value.isMissingNode()
                && !JsonataTemplates.isExpression(value)
                && (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > MOST_SECONDS)) {
            problems.schema(at + "/" + field, "Value must be a whole number between " + least + " and " + MOST_SECONDS);
        }
    }

    static void text(JsonNode holder, String field, String at, Problems problems) {
        JsonNode value = holder.path(field);
        if (!value.isMissingNode() && !value.isTextual()) {
            problems.schema(at + "/" + field, "Expected value of type String");
        }
    }

    static void path(JsonNode holder, String field, boolean nullable, String at, Problems problems) {
        check(holder, field, nullable, at, problems, false);
    }

    static void referencePath(JsonNode holder, String field, boolean nullable, String at, Problems problems) {
        check(holder, field, nullable, at, problems, true);
    }

    private static void check(
            JsonNode holder, String field, boolean nullable, String at, Problems problems, boolean reference) {
        JsonNode value = holder.path(field);
        if (value.isMissingNode() || (nullable && value.isNull())) {
            return;
        }
        if (!value.isTextual()) {
            problems.schema(at + "/" + field, "Expected value of type String");
            return;
        }
        Optional<String> fault =
                reference ? JsonPaths.referenceFault(value.textValue()) : expressionFault(value.textValue());
        if (fault.isPresent()) {
            String kind = reference ? "Reference Path" : "JSONPath";
            problems.schema(at + "/" + field, "Value is not a " + kind + " (" + fault.get() + ")");
        }
    }

    /** Every {@code .$} field of a payload template. */
    static void template(JsonNode template, String at, Problems problems) {
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            String here = at + "/" + field.getKey();
            if (!field.getKey().endsWith(".$")) {
                template(field.getValue(), here, problems);
            } else if (!field.getValue().isTextual()) {
                problems.schema(here, "The value for the field '" + field.getKey() + "' must be a STRING");
            } else {
                expressionFault(field.getValue().textValue())
                        .ifPresent(why -> problems.schema(
                                here,
                                "The value for the field '" + field.getKey()
                                        + "' must be a valid JSONPath or a valid intrinsic function call (" + why
                                        + ")"));
            }
        }
        if (template.isArray()) {
            for (int i = 0; i < template.size(); i++) {
                template(template.get(i), at + "/" + i, problems);
            }
        }
    }

    private static Optional<String> expressionFault(String expression) {
        return expression.startsWith("States.") ? Intrinsics.fault(expression) : JsonPaths.fault(expression);
    }
}
