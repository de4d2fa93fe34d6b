// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration to make distributions from, with what people need to choose it. Immutable; a change is a new one made
 * with {@link #toBuilder()}.
 */
public final class Template {
    private final TemplateBuilder values;

    Template(TemplateBuilder values) {
        this.values = values;
    }

    /** A new template that nobody has stored yet: version 0, category {@value TemplateBuilder#GENERAL}. */
    public static TemplateBuilder builder() {
        return new TemplateBuilder();
    }

    /** A builder that starts from this template. */
    public TemplateBuilder toBuilder() {
        return new TemplateBuilder(values);
    }

    /** Such as {@code tmpl-1a2b3c4d}; built-in ones have a word instead of digits. */
    public String id() {
        return values.id;
    }

    /** The name people gave it. */
    public String name() {
        return values.name;
    }

    /** What people wrote about it; empty when they did not. */
    public String description() {
        return values.description;
    }

    /** What it is for, such as {@code Web} or {@code API}. */
    public String category() {
        return values.category;
    }

    /** What it brings along, for people; where it has none of its own, those that older ones keep in the configuration. */
    public List<String> features() {
        if (!values.features.isEmpty()) {
            return values.features;
        }
        List<String> nested = new ArrayList<>();
        for (JsonNode feature : values.config.path("features")) {
            nested.add(feature.asText());
        }
        return List.copyOf(nested);
    }

    /** A {@code DistributionConfig} subset in AWS's member names; a copy. */
    public ObjectNode config() {
        return values.config.deepCopy();
    }

    /** What was asked for about certificate and domains; absent in built-in templates. */
    public Optional<SslSettings> ssl() {
        return Optional.ofNullable(values.ssl);
    }

    /** Counts its changes from 1; 0 when it is not in the table, or came there before changes were counted. */
    public long version() {
        return values.version;
    }

    /** Whether it is what is left of a deleted built-in template, and to be shown to nobody. */
    boolean removed() {
        return values.removed;
    }

    /** What makes the request that created it the same when sent again. */
    public Optional<String> requestScope() {
        return Optional.ofNullable(values.requestScope);
    }

    /** Who created it. */
    public String createdBy() {
        return values.createdBy;
    }

    /** When, to the millisecond. */
    public Instant createdAt() {
        return values.createdAt;
    }

    /** Who changed it last. */
    public String updatedBy() {
        return values.updatedBy;
    }

    /** When it changed last. */
    public Instant updatedAt() {
        return values.updatedAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template template
                && TemplateSchema.SCHEMA.itemToMap(this, true).equals(TemplateSchema.SCHEMA.itemToMap(template, true));
    }

    @Override
    public int hashCode() {
        return values.id.hashCode();
    }

    @Override
    public String toString() {
        return "Template" + TemplateSchema.SCHEMA.itemToMap(this, true);
    }
}
