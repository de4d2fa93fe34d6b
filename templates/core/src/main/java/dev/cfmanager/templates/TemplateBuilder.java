// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Template}; takes copies of what can change. Not thread-safe. */
public final class TemplateBuilder {
    /** The category of a template that names none. */
    static final String GENERAL = "General";

    String id = "";
    String name = "";
    String description = "";
    String category = GENERAL;
    List<String> features = List.of();
    ObjectNode config = Json.object();

    @Nullable
    SslSettings ssl;

    long version;
    boolean removed;

    @Nullable
    String requestScope;

    String createdBy = "";
    Instant createdAt = Instant.EPOCH;
    String updatedBy = "";
    Instant updatedAt = Instant.EPOCH;

    TemplateBuilder() {}

    TemplateBuilder(TemplateBuilder other) {
        this.id = other.id;
        this.name = other.name;
        this.description = other.description;
        this.category = other.category;
        this.features = other.features;
        this.config = other.config;
        this.ssl = other.ssl;
        this.version = other.version;
        this.removed = other.removed;
        this.requestScope = other.requestScope;
        this.createdBy = other.createdBy;
        this.createdAt = other.createdAt;
        this.updatedBy = other.updatedBy;
        this.updatedAt = other.updatedAt;
    }

    /** The template. */
    public Template build() {
        return new Template(new TemplateBuilder(this));
    }

    /** See {@link Template#id()}. */
    public TemplateBuilder id(String newId) {
        this.id = newId;
        return this;
    }

    /** See {@link Template#name()}. */
    public TemplateBuilder name(String newName) {
        this.name = newName;
        return this;
    }

    /** See {@link Template#description()}. */
    public TemplateBuilder description(String newDescription) {
        this.description = newDescription;
        return this;
    }

    /** See {@link Template#category()}. */
    public TemplateBuilder category(String newCategory) {
        this.category = newCategory;
        return this;
    }

    /** See {@link Template#features()}. */
    public TemplateBuilder features(List<String> newFeatures) {
        this.features = List.copyOf(newFeatures);
        return this;
    }

    /** See {@link Template#config()}. */
    public TemplateBuilder config(ObjectNode newConfig) {
        this.config = newConfig.deepCopy();
        return this;
    }

    /** See {@link Template#ssl()}. */
    public TemplateBuilder ssl(@Nullable SslSettings newSsl) {
        this.ssl = newSsl;
        return this;
    }

    /** See {@link Template#version()}. */
    public TemplateBuilder version(long newVersion) {
        this.version = newVersion;
        return this;
    }

    /** See {@link Template#removed()}. */
    TemplateBuilder removed(boolean newRemoved) {
        this.removed = newRemoved;
        return this;
    }

    /** See {@link Template#requestScope()}. */
    public TemplateBuilder requestScope(@Nullable String newRequestScope) {
        this.requestScope = newRequestScope;
        return this;
    }

    /** See {@link Template#createdBy()}. */
    public TemplateBuilder createdBy(String newCreatedBy) {
        this.createdBy = newCreatedBy;
        return this;
    }

    /** See {@link Template#createdAt()}. */
    public TemplateBuilder createdAt(Instant newCreatedAt) {
        this.createdAt = newCreatedAt.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }

    /** See {@link Template#updatedBy()}. */
    public TemplateBuilder updatedBy(String newUpdatedBy) {
        this.updatedBy = newUpdatedBy;
        return this;
    }

    /** See {@link Template#updatedAt()}. */
    public TemplateBuilder updatedAt(Instant newUpdatedAt) {
        this.updatedAt = newUpdatedAt.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }
}
