// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter of the template with the checks CloudFormation makes before it touches anything.
 *
 * @param name logical name
 * @param type {@code String}, {@code Number}, {@code CommaDelimitedList} or {@code List<Number>}
 * @param defaultValue what holds when nobody says otherwise
 * @param allowedValues the only values accepted; empty for any
 * @param allowedPattern a pattern the whole value must match
 */
record Parameter(
        String name,
        String type,
        Optional<String> defaultValue,
        List<String> allowedValues,
        Optional<Pattern> allowedPattern,
        Optional<Double> minimum,
        Optional<Double> maximum) {

    private static final List<String> TYPES = List.of("String", "Number", "CommaDelimitedList", "List<Number>");

    Parameter {
        if (!TYPES.contains(type)) {
            throw new TemplateException("Parameters." + name + ": type " + type + " is not one of " + TYPES);
        }
    }

    static Parameter of(String name, Properties declared) {
        return new Parameter(
                name,
                declared.text("Type"),
                declared.optionalText("Default"),
                declared.texts("AllowedValues"),
                declared.optionalText("AllowedPattern").map(Pattern::compile),
                declared.optionalText("MinValue").map(Double::valueOf),
                declared.optionalText("MaxValue").map(Double::valueOf));
    }

    /** The value to use: a text, or a list of texts for the list types. */
    Object value(Map<String, String> given) {
        String text = given.containsKey(name)
                ? String.valueOf(given.get(name))
                : defaultValue.orElseThrow(() -> new TemplateException("Parameter " + name
                        + " has no default: give it as --parameter " + name + "=... or PARAM_" + name));
        if (!allowedValues.isEmpty() && !allowedValues.contains(text)) {
            throw new TemplateException(refusal(text, "one of " + allowedValues));
        }
        if (allowedPattern.isPresent() && !allowedPattern.get().matcher(text).matches()) {
            throw new TemplateException(refusal(text, "of the form " + allowedPattern.get()));
        }
        if (type.equals("Number")) {
            checkNumber(text);
        }
        return type.equals("CommaDelimitedList") || type.equals("List<Number>") ? split(text) : text;
    }

    private void checkNumber(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TemplateException(refusal(text, "a number"), e);
        }
        if ((minimum.isPresent() && number < minimum.get()) || (maximum.isPresent() && number > maximum.get())) {
            String least = minimum.map(String::valueOf).orElse("anything");
            String most = maximum.map(String::valueOf).orElse("anything");
            throw new TemplateException(refusal(text, "between " + least + " and " + most));
        }
    }

    private String refusal(String text, String wanted) {
        return "Parameter " + name + " is '" + text + "', but must be " + wanted;
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::trim).toList();
    }
}
