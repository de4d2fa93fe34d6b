// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns a template's calls into values, as CloudFormation does when it creates a stack. A call it does not know is
 * refused by name, never passed on.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">Intrinsic functions</a>
 */
public final class Evaluator {
    /** What {@code !Ref AWS::NoValue} gives: the property or list item that holds it is left out. */
    private static final Object NO_VALUE = new Object();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");

    private final Template template;
    private final StackIdentity stack;
    private final References references;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Conditions conditions;

    /**
     * An evaluator for one stack.
     *
     * @param given parameter values that replace defaults, by name
     * @throws TemplateException for a value that its parameter does not allow, a missing one, or one without parameter
     */
    public Evaluator(Template template, StackIdentity stack, Map<String, String> given, References references) {
        this.template = template;
        this.stack = stack;
        this.references = references;
        for (String name : given.keySet()) {
            if (!template.parameters().containsKey(name)) {
                throw new TemplateException("The template has no parameter " + name + "; it has "
                        + template.parameters().keySet());
            }
        }
        template.parameters().forEach((name, parameter) -> parameters.put(name, parameter.value(given)));
        this.conditions = new Conditions(template.conditions(), this::value);
    }

    /** The resources whose condition holds, in the template's order. */
    public List<TemplateResource> resources() {
        return template.resources().values().stream()
                .filter(resource -> resource.condition().map(conditions::holds).orElse(true))
                .toList();
    }

    /** A resource's properties with every call evaluated. */
    public Properties properties(TemplateResource resource) {
        return new Properties(resource.logicalId(), map(resource.properties()));
    }

    /** The outputs whose condition holds, by name. */
    public Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String name : template.outputs().names()) {
            Properties output = template.outputs().section(name);
            if (output.optionalText("Condition").map(conditions::holds).orElse(true)) {
                outputs.put(name, new Properties("Outputs." + name, map(output.asMap())).text("Value"));
            }
        }
        return outputs;
    }

    private Map<String, Object> map(Map<?, ?> written) {
        Map<String, Object> evaluated = new LinkedHashMap<>();
        written.forEach((name, node) -> {
            Object value = value(node);
            if (value != NO_VALUE) {
                evaluated.put(String.valueOf(name), value);
            }
        });
        return evaluated;
    }

    private List<Object> list(List<?> written) {
        return written.stream()
                .map(this::value)
                .filter(value -> value != NO_VALUE)
                .toList();
    }

    private Object value(Object node) {
        if (node instanceof Intrinsic call) {
            return call(call);
        }
        if (node instanceof Map<?, ?> map) {
            return map(map);
        }
        return node instanceof List<?> list ? list(list) : node;
    }

    private Object call(Intrinsic call) {
        return switch (call.name()) {
            case "Ref" -> ref(text(call.argument(), "Ref"));
            case "Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> conditions.evaluate(call);
            case "Fn::If" -> choose(arguments(call, 3));
            case "Fn::Sub" -> substitute(call);
            case "Fn::GetAtt" -> attribute(call);
            case "Fn::Join" -> join(arguments(call, 2));
            case "Fn::Select" -> select(arguments(call, 2));
            case "Fn::Split" -> split(arguments(call, 2));
            case "Fn::FindInMap" -> lookUp(arguments(call, 3));
            case "Fn::Base64" ->
                Base64.getEncoder()
                        .encodeToString(text(call.argument(), call.name()).getBytes(StandardCharsets.UTF_8));
            case "Fn::GetAZs" -> List.of(stack.region() + "a", stack.region() + "b", stack.region() + "c");
            case "Fn::ImportValue" ->
                throw new TemplateException("Fn::ImportValue " + value(call.argument()) + ": no other stack runs here");
            default -> throw new TemplateException(call.name() + " is not supported here");
        };
    }

    private Object ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        Object parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        String pseudo = stack.pseudoParameters().get(name);
        return pseudo == null ? references.ref(name) : pseudo;
    }

    private Object choose(List<?> arguments) {
        return value(conditions.holds(text(arguments.get(0), "Fn::If")) ? arguments.get(1) : arguments.get(2));
    }

    private String substitute(Intrinsic call) {
        boolean withValues = call.argument() instanceof List;
        Object text = withValues ? arguments(call, 2).get(0) : call.argument();
        Map<String, Object> values =
                withValues && arguments(call, 2).get(1) instanceof Map<?, ?> given ? map(given) : Map.of();
        Matcher placeholders = PLACEHOLDER.matcher(text(text, "Fn::Sub"));
        return placeholders.replaceAll(found -> {
            String name = found.group(2).trim();
            return Matcher.quoteReplacement(
                    found.group(1).isEmpty() ? placeholder(name, values) : "${" + found.group(2) + "}");
        });
    }

    private String placeholder(String name, Map<String, Object> values) {
        Object given = values.get(name);
        if (given != null) {
            return scalar(given, "Fn::Sub of " + name);
        }
        int dot = name.indexOf('.');
        Object value = dot < 0 ? ref(name) : references.attribute(name.substring(0, dot), name.substring(dot + 1));
        return scalar(value, "Fn::Sub of " + name);
    }

    private String attribute(Intrinsic call) {
        if (call.argument() instanceof List) {
            List<?> arguments = arguments(call, 2);
            return references.attribute(text(arguments.get(0), "Fn::GetAtt"), text(arguments.get(1), "Fn::GetAtt"));
        }
        String path = text(call.argument(), "Fn::GetAtt");
        int dot = path.indexOf('.');
        if (dot < 0) {
            throw new TemplateException("Fn::GetAtt " + path + " names no attribute");
        }
        return references.attribute(path.substring(0, dot), path.substring(dot + 1));
    }

    private String join(List<?> arguments) {
        String delimiter = text(arguments.get(0), "Fn::Join");
        return listOf(arguments.get(1), "Fn::Join").stream()
                .map(item -> scalar(item, "Fn::Join"))
                .collect(Collectors.joining(delimiter));
    }

    private Object select(List<?> arguments) {
        List<?> items = listOf(arguments.get(1), "Fn::Select");
        int index = Integer.parseInt(text(arguments.get(0), "Fn::Select"));
        if (index < 0 || index >= items.size()) {
            throw new TemplateException("Fn::Select " + index + " of " + items.size() + " items");
        }
        return items.get(index);
    }

    private List<String> split(List<?> arguments) {
        return List.of(
                text(arguments.get(1), "Fn::Split").split(Pattern.quote(text(arguments.get(0), "Fn::Split")), -1));
    }

    private Object lookUp(List<?> arguments) {
        List<String> keys = new ArrayList<>();
        arguments.forEach(argument -> keys.add(text(argument, "Fn::FindInMap")));
        Object found = template.mappings()
                .section(keys.get(0))
                .section(keys.get(1))
                .asMap()
                .get(keys.get(2));
        if (found == null) {
            throw new TemplateException("Fn::FindInMap: Mappings has no " + String.join(".", keys));
        }
        return found;
    }

    private List<?> listOf(Object node, String function) {
        if (value(node) instanceof List<?> items) {
            return items;
        }
        throw new TemplateException(function + " needs a list, not " + node);
    }

    private String text(Object node, String function) {
        return scalar(value(node), function);
    }

    private static String scalar(Object value, String function) {
        if (value instanceof Map || value instanceof List || value == NO_VALUE) {
            throw new TemplateException(function + " needs a single value, not " + value);
        }
        return String.valueOf(value);
    }

    static List<?> arguments(Intrinsic call, int count) {
        if (call.argument() instanceof List<?> arguments && arguments.size() == count) {
            return arguments;
        }
        throw new TemplateException(call.name() + " needs a list of " + count + " arguments, not " + call.argument());
    }
}
