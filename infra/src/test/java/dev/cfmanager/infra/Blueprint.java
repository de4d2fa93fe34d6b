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
final class Blueprint {
    static final Path FILE = Repository.root().resolve("template.yaml");
    static final Map<String, String> PARAMETERS = Map.of("AllowedOrigins", "https://console.example");

    private static final Evaluator EVALUATOR = new Evaluator(
            Template.read(FILE),
            new StackIdentity("cloudfront-manager", "us-east-1", "123456789012"),
            PARAMETERS,
            References.byName());

    private Blueprint() {}

    /** The evaluated properties of every resource of a type, by logical id. */
    static Map<String, Properties> resources(String type) {
        Map<String, Properties> found = new LinkedHashMap<>();
        for (TemplateResource resource : EVALUATOR.resources()) {
            if (resource.type().equals(type)) {
                found.put(resource.logicalId(), EVALUATOR.properties(resource));
            }
        }
        return found;
    }

    /** Every function. */
    static List<FunctionDefinition> functions() {
        return resources(FunctionDefinition.TYPE).entrySet().stream()
                .map(function -> FunctionDefinition.of(function.getKey(), function.getValue()))
                .toList();
    }
}
