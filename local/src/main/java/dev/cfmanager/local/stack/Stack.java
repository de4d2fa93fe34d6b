// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Evaluator;
import dev.cfmanager.local.template.References;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateException;
import dev.cfmanager.local.template.TemplateResource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Creates a template's resources, each after those it refers to. Not thread-safe. */
public final class Stack implements References {
    private final Evaluator evaluator;
    private final Map<String, ResourceType> types;
    private final Map<String, TemplateResource> resources;
    private final Map<String, Made> made = new LinkedHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    /**
     * A stack of which nothing is made yet.
     *
     * @param parameters values that replace the template's defaults
     * @param types how to make each type of resource
     * @throws TemplateException for wrong parameters, and for every resource type that nobody knows how to make
     */
    public Stack(
            Template template,
            StackIdentity identity,
            Map<String, String> parameters,
            Map<String, ResourceType> types) {
        this.evaluator = new Evaluator(template, identity, parameters, this);
        this.types = types;
        this.resources = evaluator.resources().stream()
                .collect(Collectors.toMap(
                        TemplateResource::logicalId, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        List<String> strange = resources.values().stream()
                .filter(resource -> !types.containsKey(resource.type()))
                .map(resource -> resource.logicalId() + " (" + resource.type() + ")")
                .toList();
        if (!strange.isEmpty()) {
            throw new TemplateException("Nothing here knows how to make " + String.join(", ", strange));
        }
    }

    /**
     * Makes everything.
     *
     * @throws TemplateException naming the resource that cannot be made
     */
    public void create() {
        resources.keySet().forEach(this::make);
    }

    /** The stack's outputs by name. */
    public Map<String, String> outputs() {
        return evaluator.outputs();
    }

    @Override
    public String ref(String logicalId) {
        int dot = logicalId.indexOf('.'); // SAM's own: !Ref Function.Alias, !Ref Api.Stage
        return dot < 0 ? make(logicalId).ref() : attribute(logicalId.substring(0, dot), logicalId.substring(dot + 1));
    }

    @Override
    public String attribute(String logicalId, String attribute) {
        Map<String, String> attributes = make(logicalId).attributes();
        String value = attributes.get(attribute);
        if (value == null) {
            throw new TemplateException(logicalId + " has no attribute " + attribute + " here; it has "
                    + attributes.keySet().stream().sorted().toList());
        }
        return value;
    }

    private Made make(String logicalId) {
        Made known = made.get(logicalId);
        if (known != null) {
            return known;
        }
        TemplateResource resource = resources.get(logicalId);
        ResourceType type = resource == null ? null : types.get(resource.type());
        if (resource == null || type == null) {
            throw new TemplateException("The template refers to " + logicalId + ", which is neither a parameter nor a "
                    + "resource that exists under the given conditions");
        }
        if (!underWay.add(logicalId)) {
            throw new TemplateException("Resources refer to each other in a circle: " + underWay);
        }
        Made now = type.make(logicalId, evaluator.properties(resource));
        underWay.remove(logicalId);
        made.put(logicalId, now);
        return now;
    }
}
