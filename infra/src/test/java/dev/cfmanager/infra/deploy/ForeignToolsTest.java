// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cfmanager.common.testing.SkipReasons;
import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.local.sam.FunctionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What AWS's own tools say of the template: cfn-lint, and the transform that CloudFormation itself runs (Python's
 * {@code aws-sam-translator}, which comes with cfn-lint). Skipped, and saying so, where they are not installed.
 */
@ExtendWith(SkipReasons.class)
class ForeignToolsTest {
    private static final String INSTALL = "not checked here, because cfn-lint is not installed: pip install cfn-lint";

    private static Optional<Command> expanded = Optional.empty();

    /** cfn-lint rounds nothing off: any line it prints is a finding. */
    @Test
    void cfnLintPrintsNothing() throws Exception {
        Optional<Command> lint = Command.run(List.of(
                "cfn-lint",
                "template.yaml",
                "infra/alarm-email.yaml",
                "infra/api-domain.yaml",
                "infra/firewall.yaml",
                "infra/website.yaml"));
        assumeThat(lint).as(INSTALL).isPresent();

        assertThat(lint.orElseThrow().output()).isEmpty();
        assertThat(lint.orElseThrow().status()).isZero();
    }

    @Test
    void theTransformMakesWhatWeReadAndLeavesNothingDangling() throws Exception {
        JsonNode expanded = expanded();
        JsonNode resources = expanded.path("Resources");

        Set<String> dangling = new TreeSet<>(references(expanded));
        resources.fieldNames().forEachRemaining(dangling::remove);
        expanded.path("Parameters").fieldNames().forEachRemaining(dangling::remove);
        assertThat(dangling).isEmpty();
        for (FunctionDefinition function : Blueprint.functions()) {
            assertThat(resources.path(function.logicalId()).path("Type").asText())
                    .isEqualTo("AWS::Lambda::Function");
            assertThat(resources.has(function.logicalId() + "Aliaslive"))
                    .as(function.logicalId())
                    .isTrue();
        }
        JsonNode paths = resources.path("Api").path("Properties").path("Body").path("paths");
        for (FunctionDefinition function : Blueprint.functions()) {
            function.routes().forEach(route -> assertThat(
                            paths.path(route.path()).has(route.method().toLowerCase(java.util.Locale.ROOT)))
                    .as(route.method() + " " + route.path())
                    .isTrue());
        }
    }

    @Test
    void theTransformGivesEveryFunctionARoleOfItsOwnWithTheStatementsWeCompare() throws Exception {
        JsonNode resources = expanded().path("Resources");
        Set<String> roles = new HashSet<>();
        for (FunctionDefinition function : Blueprint.functions()) {
            String role = resources
                    .path(function.logicalId())
                    .path("Properties")
                    .path("Role")
                    .path("Fn::GetAtt")
                    .path(0)
                    .asText();
            assertThat(roles.add(role)).as(function.logicalId()).isTrue();
            JsonNode properties = resources.path(role).path("Properties");
            List<String> actions = new ArrayList<>();
            properties.path("Policies").forEach(policy -> policy.path("PolicyDocument")
                    .path("Statement")
                    .forEach(statement -> texts(
                                    statement.has("Fn::If")
                                            ? statement.path("Fn::If").path(1).path("Action")
                                            : statement.path("Action"))
                            .forEach(actions::add)));
            assertThat(actions)
                    .as(function.logicalId())
                    .containsAll(function.statements().stream()
                            .flatMap(statement -> statement.actions().stream())
                            .toList());
            List<String> managed = new ArrayList<>();
            properties.path("ManagedPolicyArns").forEach(arn -> {
                if (arn.isTextual()) {
                    managed.add(arn.asText().replaceAll(".*/", ""));
                }
            });
            assertThat(managed)
                    .as("besides ours: logs and traces")
                    .containsExactlyInAnyOrder("AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess");
        }
    }

    @Test
    void everyPermissionToInvokeNamesItsSource() throws Exception {
        JsonNode resources = expanded().path("Resources");
        int permissions = 0;
        for (JsonNode resource : resources) {
            if (resource.path("Type").asText().equals("AWS::Lambda::Permission")) {
                permissions++;
                assertThat(resource.path("Properties").has("SourceArn")
                                || resource.path("Properties").has("SourceAccount"))
                        .as(resource.toString())
                        .isTrue();
            }
        }
        assertThat(permissions).isPositive();
    }

    @BeforeAll
    static void expand() throws InterruptedException {
        expanded = Command.run(List.of("python3", "infra/src/test/resources/expand.py"));
    }

    private static JsonNode expanded() throws JsonProcessingException {
        assumeThat(expanded.filter(result -> result.status() != 3)).as(INSTALL).isPresent();
        assertThat(expanded.orElseThrow().status())
                .as(expanded.orElseThrow().output())
                .isZero();
        return new ObjectMapper().readTree(expanded.orElseThrow().output());
    }

    private static Set<String> references(JsonNode node) {
        Set<String> found = new HashSet<>();
        if (node.isObject()
                && node.path("Ref").isTextual()
                && !node.path("Ref").asText().startsWith("AWS::")) {
            found.add(node.path("Ref").asText());
        }
        if (node.path("Fn::GetAtt").isArray()) {
            found.add(node.path("Fn::GetAtt").path(0).asText());
        }
        node.forEach(child -> found.addAll(references(child)));
        return found;
    }

    private static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        if (oneOrMore.isTextual()) {
            texts.add(oneOrMore.asText());
        }
        oneOrMore.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
