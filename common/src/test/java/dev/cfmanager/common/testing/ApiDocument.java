// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The OpenAPI document, {@code infra/openapi.yaml}: what the API may answer. Tests hold every answer to it, so that an
 * undocumented status or field fails the test that saw it. Read once in a process; safe for concurrent use.
 */
public final class ApiDocument {
    private static final String FILE = "infra/openapi.yaml";
    private static final String LOCATION = "https://openapi.invalid/openapi.json";

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
        this.schemas = SchemaRegistry.withDefaultDialect(
                OpenApi30.getInstance(), registry -> registry.schemas(Map.of(LOCATION, document.toString())));
    }

    /** The document of this repository, wherever in it the tests run. */
    public static ApiDocument ofRepository() {
        return Held.INSTANCE;
    }

    /** A document from its YAML text. */
    public static ApiDocument of(String yaml) {
        try {
            return new ApiDocument(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole document. */
    public JsonNode json() {
        return document;
    }

    /** Its operations, such as {@code GET /distributions/{id}}. */
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(member -> operations.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The route that serves a path, such as {@code /distributions/{id}}; empty when none is documented. */
    public Optional<String> route(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.startsWith(method + " "))
                .map(operation -> operation.substring(method.length() + 1))
                .filter(route -> path.matches(route.replace(".", "\\.")
                        .replaceAll("\\{[^}]+\\+}", ".+")
                        .replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparing(route -> route.contains("{"))); // literal paths win, as at the gateway
    }

    /**
     * Holds an answer to the document.
     *
     * @param route as the template writes it, such as {@code /distributions/{id}}
     * @param headers by their usual names
     * @throws AssertionError when the operation, the status, a required header or anything in the body is not documented
     */
    public void check(String method, String route, int status, Map<String, String> headers, JsonNode body) {
        String operation = method + " " + route;
        JsonPointer pointer = JsonPointer.empty()
                .appendProperty("paths")
                .appendProperty(route)
                .appendProperty(method.toLowerCase(Locale.ROOT));
        if (document.at(pointer).isMissingNode()) {
            throw new AssertionError(operation + " is not documented: add it to " + FILE
                    + " (README.md, \"Adding an operation\", says how).");
        }
        pointer = pointer.appendProperty("responses").appendProperty(String.valueOf(status));
        JsonNode response = document.at(pointer);
        if (response.isMissingNode()) {
            throw new AssertionError(
                    operation + " answered " + status + ", which " + FILE + " does not document: " + body);
        }
        List<String> problems = new ArrayList<>();
        response.path("headers").properties().forEach(header -> {
            if (header.getValue().path("required").asBoolean()
                    && headers.keySet().stream().noneMatch(header.getKey()::equalsIgnoreCase)) {
                problems.add("header " + header.getKey() + " is missing");
            }
        });
        JsonPointer schema = pointer.appendProperty("content")
                .appendProperty("application/json")
                .appendProperty("schema");
        problems.addAll(problems(schema, body));
        if (!problems.isEmpty()) {
            throw new AssertionError(operation + " answered " + status + " otherwise than " + FILE + " documents:\n  "
                    + String.join("\n  ", problems) + "\n" + body);
        }
    }

    /** What is wrong with a value under the schema at that place of the document; empty when nothing is. */
    public List<String> problems(JsonPointer schema, JsonNode value) {
        return compiled.computeIfAbsent(schema.toString(), this::compile).validate(value).stream()
                .map(Error::toString)
                .collect(Collectors.toList());
    }

    private Schema compile(String pointer) {
        return schemas.getSchema(SchemaLocation.of(LOCATION + "#" + pointer));
    }

    private static ApiDocument read() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(FILE);
            if (Files.exists(file)) {
                try {
                    return of(Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("there is no " + FILE + " in any folder above this one");
    }

    /** Reads at the first use, and once. */
    private static final class Held {
        static final ApiDocument INSTANCE = read();
    }
}
