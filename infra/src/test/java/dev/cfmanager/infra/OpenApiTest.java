// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.testing.ApiDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} says what the template's routes and the code's error kinds say, and API Gateway can import it. */
class OpenApiTest {
    private static final String HOW =
            "infra/openapi.yaml and the routes of template.yaml: README.md, \"Adding an operation\", says what to write";

    private static final ApiDocument DOCUMENT = ApiDocument.ofRepository();

    @Test
    void documentsEveryRouteOfTheTemplateAndNothingElse() {
        Set<String> routes = Blueprint.functions().stream()
                .flatMap(function -> function.routes().stream())
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(DOCUMENT.operations()).as(HOW).isEqualTo(routes);
    }

    @Test
    void namesEachOperationOnceAndSaysWhoMayCallIt() {
        List<String> names = new ArrayList<>();
        operations((name, operation) -> {
            names.add(operation.path("operationId").asText());
            assertThat(operation.path("summary").asText()).as(name).endsWith(".");
            assertThat(operation.path("tags")).as(name).hasSize(1);
            assertThat(operation.path("x-access").asText()).as(name).isIn("READ", "OPERATE", "CHANGE");
        });

        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void declaresEveryPathParameterThatARouteHas() {
        operations((name, operation) -> {
            Set<String> inRoute = Arrays.stream(name.split("/"))
                    .filter(segment -> segment.startsWith("{"))
                    .map(segment -> segment.replaceAll("[{}+]", ""))
                    .collect(Collectors.toSet());
            Set<String> declared = stream(operation.path("parameters"))
                    .map(OpenApiTest::followed)
                    .filter(parameter -> parameter.path("in").asText().equals("path"))
                    .map(parameter -> parameter.path("name").asText())
                    .collect(Collectors.toSet());

            assertThat(declared).as(name).isEqualTo(inRoute);
        });
    }

    @Test
    void documentsWhatEveryOperationMayAnswer() {
        operations((name, operation) -> {
            Set<String> statuses = new TreeSet<>();
            operation.path("responses").fieldNames().forEachRemaining(statuses::add);

            assertThat(statuses)
                    .as(name + ": the gateway's and the shell's own errors")
                    .contains("401", "403", "429", "500", "502", "504");
            assertThat(statuses).as(name + ": success").anyMatch(status -> status.startsWith("2"));
            if (operation.has("requestBody")) {
                assertThat(statuses).as(name + ": an unfit body").contains("400", "413");
            }
            operation.path("responses").properties().forEach(response -> {
                boolean failure = !response.getKey().startsWith("2");
                JsonNode schema = response.getValue()
                        .path("content")
                        .path("application/json")
                        .path("schema");
                assertThat(schema.path("$ref").asText().endsWith("/Failure"))
                        .as(name + " " + response.getKey())
                        .isEqualTo(failure);
            });
        });
    }

    @Test
    void letsNoAnswerHaveFieldsThatAreNotDocumented() {
        DOCUMENT.json().path("components").path("schemas").properties().stream()
                .filter(schema -> schema.getKey().endsWith("Answer"))
                .forEach(schema -> {
                    assertThat(schema.getValue().path("additionalProperties").asBoolean(true))
                            .as(schema.getKey())
                            .isFalse();
                    assertThat(schema.getValue()
                                    .at("/properties/data/additionalProperties")
                                    .asBoolean(true))
                            .as(schema.getKey() + ".data")
                            .isFalse();
                });
    }

    @Test
    void knowsEveryKindOfFailure() {
        List<String> codes = stream(DOCUMENT.json().at("/components/schemas/Failure/properties/code/enum"))
                .map(JsonNode::asText)
                .toList();

        assertThat(codes)
                .containsAll(Arrays.stream(ErrorKind.values()).map(Enum::name).toList());
    }

    @Test
    void givesOnlyExamplesThatItsSchemasAllow() {
        Map<String, List<String>> wrong = new HashMap<>();
        List<JsonPointer> examples = new ArrayList<>();
        walk(JsonPointer.empty(), DOCUMENT.json(), (at, node) -> {
            if (node.has("example")) {
                examples.add(at);
                JsonPointer schema = node.has("schema") ? at.appendProperty("schema") : at;
                List<String> problems = DOCUMENT.problems(schema, node.get("example"));
                if (!problems.isEmpty()) {
                    wrong.put(at.toString(), problems);
                }
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(examples).hasSizeGreaterThan(5);
    }

    @Test
    void refersToNothingThatIsNotThere() {
        walk(JsonPointer.empty(), DOCUMENT.json(), (at, node) -> {
            if (node.path("$ref").isTextual()) {
                assertThat(followed(node).isMissingNode())
                        .as(at + ": " + node.path("$ref"))
                        .isFalse();
            }
        });
    }

    /**
     * What API Gateway ignores or refuses when it imports a document.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">Important notes</a>
     */
    @Test
    void usesOnlyWhatApiGatewayCanImport() {
        assertThat(DOCUMENT.json().path("openapi").asText()).startsWith("3.0.");
        DOCUMENT.json().path("components").path("schemas").fieldNames().forEachRemaining(name -> assertThat(name)
                .matches("[A-Za-z0-9]+"));
        DOCUMENT.json().path("components").path("securitySchemes").forEach(scheme -> assertThat(
                        scheme.path("type").asText())
                .isEqualTo("apiKey"));
        DOCUMENT.json().path("paths").fieldNames().forEachRemaining(path -> assertThat(path)
                .matches("(/([A-Za-z0-9_.,:-]+|\\{[A-Za-z0-9_.-]+\\+?}))+"));
        walk(JsonPointer.empty(), DOCUMENT.json(), (at, node) -> {
            assertThat(node.fieldNames())
                    .toIterable()
                    .as(at.toString())
                    .doesNotContain("oneOf", "anyOf", "not", "discriminator", "exclusiveMinimum", "exclusiveMaximum");
            if (at.toString().matches(".*/responses/[0-9]{3}")) {
                assertThat(node.has("$ref")).as(at + " is a reference").isFalse();
            }
        });
    }

    private static void operations(BiConsumer<String, JsonNode> each) {
        DOCUMENT.json().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> each.accept(operation.getKey() + " " + path.getKey(), operation.getValue())));
    }

    /** Every object of the document, except inside examples, which are data. */
    private static void walk(JsonPointer at, JsonNode node, BiConsumer<JsonPointer, JsonNode> each) {
        if (node.isObject()) {
            each.accept(at, node);
            node.properties().stream()
                    .filter(member -> !member.getKey().equals("example"))
                    .forEach(member -> walk(at.appendProperty(member.getKey()), member.getValue(), each));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(at.appendIndex(i), node.get(i), each);
            }
        }
    }

    private static JsonNode followed(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : DOCUMENT.json().at(reference.substring(1));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
