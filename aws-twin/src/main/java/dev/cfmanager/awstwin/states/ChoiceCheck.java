// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the rules of a Choice. */
final class ChoiceCheck {
    private static final List<String> COMBINERS = List.of("And", "Or", "Not");
    private static final Set<String> OTHERS = Set.of("Variable", "Next", "Assign", "Comment");

    private static final Set<String> JSONATA_RULE = Set.of("Condition", "Next", "Output", "Assign", "Comment");

    private final Problems problems;

    private ChoiceCheck(Problems problems) {
        this.problems = problems;
    }

    static void check(JsonNode state, String at, boolean jsonata, Problems problems) {
        JsonNode rules = state.path("Choices");
        if (!rules.isArray() || rules.isEmpty()) {
            problems.schema(at + "/Choices", "Choices must hold at least one rule");
        }
        Fields.text(state, "Default", at, problems);
        for (int i = 0; i < rules.size(); i++) {
            String here = at + "/Choices/" + i;
            if (!rules.get(i).path("Next").isTextual()) {
                problems.schema(here, "The field \"Next\" is required but was missing");
            }
            Fields.variables(rules.get(i), here, problems);
            if (jsonata) {
                condition(rules.get(i), here, problems);
            } else {
                Fields.template(rules.get(i).path("Assign"), here + "/Assign", problems);
                new ChoiceCheck(problems).rule(rules.get(i), here);
            }
        }
    }

    private static void condition(JsonNode rule, String at, Problems problems) {
        Fields.onlyKnown(rule, at, JSONATA_RULE, problems);
        JsonNode condition = rule.path("Condition");
        if (!condition.isBoolean() && !JsonataTemplates.isExpression(condition)) {
            problems.schema(at + "/Condition", "Expected a boolean or a JSONata expression");
        }
        Fields.expressions(rule, at, problems);
    }

    private void rule(JsonNode rule, String at) {
        List<String> combiners = COMBINERS.stream().filter(rule::has).toList();
        List<String> operators = rule.properties().stream()
                .map(Map.Entry::getKey)
                .filter(Choices::isOperator)
                .toList();
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
            String name = field.getKey();
            if (!OTHERS.contains(name) && !COMBINERS.contains(name) && !operators.contains(name)) {
                problems.schema(at + "/" + name, "Field is not supported");
            }
        }
        if (combiners.size() + operators.size() != 1) {
            problems.schema(at, "A choice rule has exactly one operator");
        } else if (combiners.isEmpty()) {
            comparison(rule, operators.get(0), at);
        } else {
            combined(rule.path(combiners.get(0)), combiners.get(0), at);
        }
    }

    private void combined(JsonNode operand, String combiner, String at) {
        if (combiner.equals("Not")) {
            nested(operand, at + "/Not");
            return;
        }
        if (!operand.isArray() || operand.isEmpty()) {
            problems.schema(at + "/" + combiner, combiner + " must hold at least one rule");
        }
        for (int i = 0; i < operand.size(); i++) {
            nested(operand.get(i), at + "/" + combiner + "/" + i);
        }
    }

    private void nested(JsonNode rule, String at) {
        if (rule.has("Next")) {
            problems.schema(at + "/Next", "Field is not supported");
        }
        rule(rule, at);
    }

    private void comparison(JsonNode rule, String operator, String at) {
        if (!rule.path("Variable").isTextual()) {
            problems.schema(at, "The field \"Variable\" is required but was missing");
        }
        Fields.path(rule, "Variable", false, at, problems);
        JsonNode operand = rule.path(operator);
        if (operator.endsWith("Path")) {
            Fields.path(rule, operator, false, at, problems);
        } else if (operator.startsWith("Is") || operator.startsWith("Boolean")) {
            expect(operand.isBoolean(), "Boolean", at + "/" + operator);
        } else if (operator.startsWith("Numeric")) {
            expect(operand.isNumber(), "Number", at + "/" + operator);
        } else if (operator.startsWith("Timestamp")) {
            expect(Choices.timestamp(operand.asText()).isPresent(), "Timestamp", at + "/" + operator);
        } else {
            expect(operand.isTextual(), "String", at + "/" + operator);
        }
    }

    private void expect(boolean fits, String type, String at) {
        if (!fits) {
            problems.schema(at, "Expected value of type " + type);
        }
    }
}
