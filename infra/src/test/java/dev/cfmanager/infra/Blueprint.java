// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import dev.cfmanager.local.sam.FunctionDefinition;
import dev.cfmanager.local.template.Evaluator;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.References;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateResource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real template, read without making anything: a reference to a resource is the resource's name. */
public final class Blueprint {
    static final Path FILE = Repository.root().resolve("template.yaml");
    static final Map<String, String> PARAMETERS = Map.of("AllowedOrigins", "https://console.example");

    private static final Evaluator EVALUATOR = evaluator(PARAMETERS);

    private Blueprint() {}

    private static Evaluator evaluator(Map<String, String> parameters) {
        return new Evaluator(
                Template.read(FILE),
                new StackIdentity("cloudfront-manager", "us-east-1", "123456789012"),
                parameters,
                References.byName());
    }

    /** The evaluated properties of every resource of a type, by logical id. */
    public static Map<String, Properties> resources(String type) {
        return resources(EVALUATOR, type);
    }

    /** As {@link #resources}, with those that are there only when data is published. */
    public static Map<String, Properties> resourcesWithEverything(String type) {
        return resources(
                evaluator(Map.of(
                        "AllowedOrigins", "https://console.example",
                        "DistributionBucketName", "website",
                        "DataSourceBucketName", "fetched",
                        "AlarmEmail", "somebody@example.com")),
                type);
    }

    private static Map<String, Properties> resources(Evaluator evaluator, String type) {
        Map<String, Properties> found = new LinkedHashMap<>();
        for (TemplateResource resource : evaluator.resources()) {
            if (resource.type().equals(type)) {
                found.put(resource.logicalId(), evaluator.properties(resource));
            }
        }
        return found;
    }

    /** The stack's outputs by name. */
    public static Map<String, String> outputs() {
        return new LinkedHashMap<>(EVALUATOR.outputs());
    }

    /** Every function. */
    public static List<FunctionDefinition> functions() {
        return resources(FunctionDefinition.TYPE).entrySet().stream()
                .map(function -> FunctionDefinition.of(function.getKey(), function.getValue()))
                .toList();
    }
}
