// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.config.DistributionConfigs;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;

/**
 * How a {@link Template} is kept in the templates table; the attributes are those of the table contract. What is left of a
 * deleted built-in template has {@code removed} and no category, so that it is in no index.
 */
public final class TemplateSchema {
    /** The index by category. */
    public static final String CATEGORY_INDEX = "CategoryIndex";

    /** Item to record and back. */
    public static final TableSchema<Template> SCHEMA = StaticImmutableTableSchema.builder(
                    Template.class, TemplateBuilder.class)
            .newItemBuilder(Template::builder, TemplateBuilder::build)
            .attributes(
                    text("templateId", Template::id, TemplateBuilder::id, StaticAttributeTags.primaryPartitionKey()),
                    text(
                            "category",
                            template -> template.removed() ? null : template.category(),
                            TemplateBuilder::category,
                            StaticAttributeTags.secondaryPartitionKey(CATEGORY_INDEX)),
                    text("name", Template::name, TemplateBuilder::name),
                    text("description", Template::description, TemplateBuilder::description),
                    attribute("features", EnhancedType.listOf(String.class))
                            .getter(Template::features)
                            .setter(TemplateBuilder::features)
                            .build(),
                    json(
                            "config",
                            Template::config,
                            (builder, config) -> builder.config(DistributionConfigs.respelt(config))),
                    json(
                            "sslConfig",
                            template -> template.ssl().map(SslSettings::toJson).orElse(null),
                            (builder, ssl) -> builder.ssl(SslSettings.of(ssl))),
                    attribute("version", EnhancedType.of(Long.class))
                            .getter(Template::version)
                            .setter(TemplateBuilder::version)
                            .build(),
                    attribute("removed", EnhancedType.of(Boolean.class))
                            .getter(template -> template.removed() ? true : null)
                            .setter(TemplateBuilder::removed)
                            .build(),
                    text(
                            "requestScope",
                            template -> template.requestScope().orElse(null),
                            TemplateBuilder::requestScope),
                    text("createdBy", Template::createdBy, TemplateBuilder::createdBy),
                    time("createdAt", Template::createdAt, TemplateBuilder::createdAt),
                    text("updatedBy", Template::updatedBy, TemplateBuilder::updatedBy),
                    time("updatedAt", Template::updatedAt, TemplateBuilder::updatedAt))
            .build();

    private TemplateSchema() {}

    private static <T> ImmutableAttribute.Builder<Template, TemplateBuilder, T> attribute(
            String name, EnhancedType<T> type) {
        return ImmutableAttribute.builder(Template.class, TemplateBuilder.class, type)
                .name(name);
    }

    private static ImmutableAttribute<Template, TemplateBuilder, String> text(
            String name,
            Function<Template, @Nullable String> getter,
            BiConsumer<TemplateBuilder, String> setter,
            StaticAttributeTag... tags) {
        return attribute(name, EnhancedType.of(String.class))
                .getter(getter)
                .setter(setter)
                .tags(tags)
                .build();
    }

    private static ImmutableAttribute<Template, TemplateBuilder, String> time(
            String name, Function<Template, Instant> getter, BiConsumer<TemplateBuilder, Instant> setter) {
        return attribute(name, EnhancedType.of(String.class))
                .getter(template -> Json.time(getter.apply(template)))
                .setter((builder, text) -> setter.accept(builder, Instant.parse(text)))
                .build();
    }

    private static ImmutableAttribute<Template, TemplateBuilder, ObjectNode> json(
            String name,
            Function<Template, @Nullable ObjectNode> getter,
            BiConsumer<TemplateBuilder, ObjectNode> setter) {
        return attribute(name, EnhancedType.of(ObjectNode.class))
                .getter(getter)
                .setter(setter)
                .attributeConverter(new JsonAttribute())
                .build();
    }
}
