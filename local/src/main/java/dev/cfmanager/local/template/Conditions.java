// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The template's {@code Conditions}: each an expression over parameters, mappings and other conditions. */
final class Conditions {
    private final Map<String, Object> written;
    private final UnaryOperator<Object> values;

    /**
     * Conditions as written.
     *
     * @param values evaluates what the expressions compare
     */
    Conditions(Map<String, Object> written, UnaryOperator<Object> values) {
        this.written = written;
        this.values = values;
    }

    /** Whether the named condition holds. */
    boolean holds(String name) {
        Object expression = written.get(name);
        if (expression == null) {
            throw new TemplateException("The template has no condition " + name + "; it has " + written.keySet());
        }
        return evaluate(expression);
    }

    /** Whether an expression holds. */
    boolean evaluate(Object expression) {
        if (!(expression instanceof Intrinsic call)) {
            throw new TemplateException("Not a condition: " + expression);
        }
        return switch (call.name()) {
            case "Condition" -> holds(String.valueOf(call.argument()));
            case "Fn::Equals" -> equal(Evaluator.arguments(call, 2));
            case "Fn::Not" -> !evaluate(Evaluator.arguments(call, 1).get(0));
            case "Fn::And" -> parts(call).stream().allMatch(this::evaluate);
            case "Fn::Or" -> parts(call).stream().anyMatch(this::evaluate);
            default -> throw new TemplateException(call.name() + " is not a condition");
        };
    }

    private boolean equal(List<?> sides) {
        // CloudFormation compares texts: the number 0 and the parameter value "0" are the same.
        return String.valueOf(values.apply(sides.get(0))).equals(String.valueOf(values.apply(sides.get(1))));
    }

    private static List<?> parts(Intrinsic call) {
        if (call.argument() instanceof List<?> parts) {
            return parts;
        }
        throw new TemplateException(call.name() + " needs a list of conditions");
    }
}
