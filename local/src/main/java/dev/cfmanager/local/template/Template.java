// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SAM template as written. {@link Evaluator} turns its calls into values.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html">Template anatomy</a>
 */
public final class Template {
    private static final List<String> SECTIONS = List.of(
            "AWSTemplateFormatVersion",
            "Transform",
            "Description",
            "Metadata",
            "Parameters",
            "Mappings",
            "Rules",
            "Conditions",
            "Globals",
            "Resources",
            "Outputs");

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, TemplateResource> resources = new LinkedHashMap<>();
    private final Properties mappings;
    private final Map<String, Object> conditions;
    private final Properties outputs;

    private Template(String source, Map<String, Object> root) {
        Properties sections = new Properties(source, root);
        for (String name : sections.names()) {
            if (!SECTIONS.contains(name)) {
                throw new TemplateException(source + " has a section that CloudFormation does not know: " + name);
            }
        }
        Properties declared = sections.section("Parameters");
        declared.names().forEach(name -> parameters.put(name, Parameter.of(name, declared.section(name))));
        this.mappings = sections.section("Mappings");
        this.conditions = sections.section("Conditions").asMap();
        this.outputs = sections.section("Outputs");
        Globals globals = new Globals(sections.section("Globals").asMap());
        Properties all = sections.section("Resources");
        for (String logicalId : all.names()) {
            resources.put(logicalId, resource(logicalId, all.section(logicalId), globals));
        }
        if (resources.isEmpty()) {
            throw new TemplateException(source + " has no Resources");
        }
    }

    /**
     * Reads a template file.
     *
     * @throws TemplateException when it cannot be read or is not a template
     */
    public static Template read(Path file) {
        try {
            return parse(Files.readString(file), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new TemplateException("cannot read the template " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a template's text.
     *
     * @param source its name, for messages
     */
    public static Template parse(String yaml, String source) {
        return new Template(source, TemplateYaml.parse(yaml, source));
    }

    /** Resources in the template's order, including those whose condition may not hold. */
    public Map<String, TemplateResource> resources() {
        return resources;
    }

    /** The names of its parameters. */
    public Set<String> parameterNames() {
        return parameters.keySet();
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    Properties mappings() {
        return mappings;
    }

    Map<String, Object> conditions() {
        return conditions;
    }

    Properties outputs() {
        return outputs;
    }

    private static TemplateResource resource(String logicalId, Properties written, Globals globals) {
        String type = written.text("Type");
        Optional<String> condition = written.optionalText("Condition");
        return new TemplateResource(
                logicalId,
                type,
                condition,
                written.optionalText("DeletionPolicy"),
                written.optionalText("UpdateReplacePolicy"),
                globals.mergedInto(type, written.section("Properties").asMap()));
    }
}
