// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The templates in the table {@code TEMPLATES_TABLE}, and after them the built-in ones that the table says nothing about. A
 * built-in template that somebody changed is an item like any other; of one that somebody deleted, an item without content
 * remains.
 */
public final class DynamoTemplateRepository implements TemplateRepository {
    private final Table<Template> table;

    /** The templates table of this environment. */
    public DynamoTemplateRepository(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.TEMPLATES_TABLE), TemplateSchema.SCHEMA);
    }

    @Override
    public Optional<Template> find(String id) {
        Optional<Template> stored = table.get(key(id));
        return stored.isPresent() ? stored.filter(template -> !template.removed()) : BuiltInTemplates.find(id);
    }

    @Override
    public Optional<Template> create(Template template) {
        Template first = template.toBuilder().version(1).build();
        return table.create(first) ? Optional.of(first) : Optional.empty();
    }

    @Override
    public Optional<Template> update(Template changed) {
        Template next = changed.toBuilder().version(changed.version() + 1).build();
        return table.updateIf(next, unchangedSince(changed)) ? Optional.of(next) : Optional.empty();
    }

    @Override
    public boolean delete(Template template) {
        if (!BuiltInTemplates.isBuiltIn(template.id())) {
            return table.deleteIf(key(template.id()), unchangedSince(template));
        }
        Template grave = Template.builder()
                .id(template.id())
                .removed(true)
                .version(template.version() + 1)
                .createdAt(template.createdAt())
                .updatedAt(template.updatedAt())
                .build();
        return table.putIf(grave, unchangedSince(template));
    }

    @Override
    public Page<Template> list(PageRequest page) {
        return list(page, BuiltInTemplates.all(), rest -> table.scan(rest, List.of()));
    }

    @Override
    public Page<Template> listByCategory(String category, PageRequest page) {
        return list(
                page,
                BuiltInTemplates.all().stream()
                        .filter(template -> template.category().equals(category))
                        .toList(),
                rest -> table.queryIndex(TemplateSchema.CATEGORY_INDEX, key(category), true, rest, List.of()));
    }

    private Page<Template> list(
            PageRequest page, List<Template> builtIn, Function<PageRequest, Page<Template>> stored) {
        PagedTemplates found = new PagedTemplates(page);
        if (!found.beginsAmongBuiltIn()) {
            found.addStored(stored);
        }
        if (found.hasAllStored() && !builtIn.isEmpty()) {
            Set<String> known = table
                    .getAll(builtIn.stream().map(template -> key(template.id())).toList())
                    .stream()
                    .map(Template::id)
                    .collect(Collectors.toSet());
            found.addBuiltIn(builtIn.stream()
                    .filter(template -> !known.contains(template.id()))
                    .toList());
        }
        return found.page();
    }

    private static Expression unchangedSince(Template template) {
        if (template.version() > 0) {
            return Expression.builder()
                    .expression("#version = :version")
                    .putExpressionName("#version", "version")
                    .putExpressionValue(":version", AttributeValue.fromN(String.valueOf(template.version())))
                    .build();
        }
        if (BuiltInTemplates.isBuiltIn(template.id())) {
            return Expression.builder()
                    .expression("attribute_not_exists(#id)")
                    .putExpressionName("#id", "templateId")
                    .build();
        }
        return Expression.builder() // an item from before changes were counted
                .expression("attribute_exists(#id) AND attribute_not_exists(#version)")
                .putExpressionName("#id", "templateId")
                .putExpressionName("#version", "version")
                .build();
    }

    private static Key key(String value) {
        return Key.builder().partitionValue(value).build();
    }
}
