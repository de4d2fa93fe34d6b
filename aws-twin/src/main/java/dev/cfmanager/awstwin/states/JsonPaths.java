// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.cfmanager.awstwin.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths of the Amazon States Language: {@code $} is the input, {@code $$} the context object, {@code $name} a variable
 * (<a href="https://states-language.net/spec.html#path">Paths</a>).
 */
final class JsonPaths {
    private static final Configuration JACKSON = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(.*)", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\['([^']+)'\\]|\\[(\\d+)\\]");
    private static final Map<String, JsonPath> COMPILED = new ConcurrentHashMap<>();

    private JsonPaths() {}

    /** Why the text is no path; empty when it is one. */
    static Optional<String> fault(String path) {
        try {
            Matcher variable = VARIABLE.matcher(path);
            if (path.startsWith("$$")) {
                compiled(path.substring(1));
            } else if (variable.matches()) {
                compiled("$" + variable.group(2));
            } else if (path.startsWith("$")) {
                compiled(path);
            } else {
                return Optional.of("it does not begin with $");
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why the text is no reference path (one that identifies a single node); empty when it is one. */
    static Optional<String> referenceFault(String path) {
        return path.startsWith("$") && steps(path.substring(1)).isPresent()
                ? Optional.empty()
                : Optional.of("it must identify a single node, with no operators");
    }

    /** What the path finds; empty when it finds nothing. */
    static Optional<JsonNode> find(String path, Scope scope) {
        if (path.startsWith("$$")) {
            return read(path.substring(1), scope.context());
        }
        Matcher variable = VARIABLE.matcher(path);
        if (variable.matches()) {
            JsonNode value = scope.variables().get(variable.group(1));
            return value == null ? Optional.empty() : read("$" + variable.group(2), value);
        }
        return read(path, scope.input());
    }

    /** What the path finds, or the failure AWS reports for a path that finds nothing. */
    static JsonNode get(String path, Scope scope) {
        return find(path, scope)
                .orElseThrow(() -> StateFailure.runtime("Invalid path '" + path + "' : No results for path: " + path));
    }

    /**
     * {@code into} with {@code value} at a reference path; objects on the way are made.
     *
     * @throws StateFailure {@code States.ResultPathMatchFailure} when a step meets something it cannot enter
     */
    static JsonNode put(JsonNode into, String referencePath, JsonNode value) {
        List<Object> steps = steps(referencePath.substring(1)).orElse(List.of());
        if (steps.isEmpty()) {
            return value;
        }
        JsonNode root = into.deepCopy();
        JsonNode at = root;
        for (int i = 0; i < steps.size() - 1; i++) {
            at = enter(at, steps.get(i), referencePath, into);
        }
        Object last = steps.get(steps.size() - 1);
        if (last instanceof String name && at instanceof ObjectNode object) {
            object.set(name, value);
        } else if (last instanceof Integer index && at instanceof ArrayNode array && index < array.size()) {
            array.set(index, value);
        } else {
            throw mismatch(referencePath, into);
        }
        return root;
    }

    private static JsonNode enter(JsonNode at, Object step, String path, JsonNode whole) {
        if (step instanceof String name && at instanceof ObjectNode object) {
            JsonNode child = object.get(name);
            return child == null ? object.putObject(name) : child;
        }
        if (step instanceof Integer index && at instanceof ArrayNode array && index < array.size()) {
            return array.get(index);
        }
        throw mismatch(path, whole);
    }

    private static StateFailure mismatch(String path, JsonNode whole) {
        return new StateFailure(
                "States.ResultPathMatchFailure",
                "Unable to apply ReferencePath " + path + " to input " + Json.write(whole));
    }

    private static Optional<List<Object>> steps(String path) {
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() != end) {
                return Optional.empty();
            }
            end = matcher.end();
            if (matcher.group(3) != null) {
                steps.add(Integer.valueOf(matcher.group(3)));
            } else {
                String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                if (name.equals("*") || name.contains("@") || name.contains("?")) {
                    return Optional.empty();
                }
                steps.add(name);
            }
        }
        return end == path.length() ? Optional.of(steps) : Optional.empty();
    }

    private static Optional<JsonNode> read(String path, JsonNode node) {
        try {
            JsonNode found = compiled(path).read(node, JACKSON);
            return Optional.of(found == null ? JsonNodeFactory.instance.nullNode() : found);
        } catch (PathNotFoundException e) {
            return Optional.empty();
        }
    }

    private static JsonPath compiled(String path) {
        return COMPILED.computeIfAbsent(path, JsonPath::compile);
    }
}
