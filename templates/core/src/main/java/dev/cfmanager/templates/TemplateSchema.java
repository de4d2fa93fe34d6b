// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.distributions.config.DistributionConfigs;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/**
 * How a {@link Template} is kept in the templates table; the attributes are those of the table contract. What is left of a
 * deleted built-in template has {@code removed} and no category, so that it is in no index.
 */
public final class TemplateSchema {
    /** The index by category. */
    public static final String CATEGORY_INDEX = "CategoryIndex";

    private static final Attributes<Template, TemplateBuilder> ITEM =
            Attributes.of(Template.class, TemplateBuilder.class);

    /** Item to record and back. */
    public static final TableSchema<Template> SCHEMA = ITEM.schema(Template::builder, TemplateBuilder::build)
            .attributes(
                    ITEM.text(
                            "templateId", Template::id, TemplateBuilder::id, StaticAttributeTags.primaryPartitionKey()),
                    ITEM.text(
                            "category",
                            template -> template.removed() ? null : template.category(),
                            TemplateBuilder::category,
                            StaticAttributeTags.secondaryPartitionKey(CATEGORY_INDEX)),
                    ITEM.text("name", Template::name, TemplateBuilder::name),
                    ITEM.text("description", Template::description, TemplateBuilder::description),
                    ITEM.texts("features", Template::features, TemplateBuilder::features),
                    ITEM.json(
                            "config",
                            Template::config,
                            (builder, config) -> builder.config(DistributionConfigs.respelt(config))),
                    ITEM.json(
                            "sslConfig",
                            template -> template.ssl().map(SslSettings::toJson).orElse(null),
                            (builder, ssl) -> builder.ssl(SslSettings.of(ssl))),
                    ITEM.number("version", Template::version, TemplateBuilder::version),
                    ITEM.truth("removed", template -> template.removed() ? true : null, TemplateBuilder::removed),
                    ITEM.text(
                            "requestScope",
                            template -> template.requestScope().orElse(null),
                            TemplateBuilder::requestScope),
                    ITEM.text("createdBy", Template::createdBy, TemplateBuilder::createdBy),
                    ITEM.time("createdAt", Template::createdAt, TemplateBuilder::createdAt),
                    ITEM.text("updatedBy", Template::updatedBy, TemplateBuilder::updatedBy),
                    ITEM.time("updatedAt", Template::updatedAt, TemplateBuilder::updatedAt))
            .build();

    private TemplateSchema() {}
}
