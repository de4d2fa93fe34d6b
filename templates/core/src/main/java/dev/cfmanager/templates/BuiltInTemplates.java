// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The templates that are there before anybody has made one, from the files in {@code built-in/} beside this class. They
 * are not in the table: {@link DynamoTemplateRepository} shows them until somebody has changed or deleted them.
 */
public final class BuiltInTemplates {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Template> ALL =
            List.of(load("static-website"), load("single-page-app"), load("api"), load("downloads"), load("media"));

    private BuiltInTemplates() {}

    /** All of them, always in the same order. */
    public static List<Template> all() {
        return ALL;
    }

    /** The one of that id. */
    public static Optional<Template> find(String id) {
        return ALL.stream().filter(template -> template.id().equals(id)).findFirst();
    }

    /** Whether a template of that id was there from the beginning, whatever became of it. */
    static boolean isBuiltIn(String id) {
        return find(id).isPresent();
    }

    private static Template load(String word) {
        try (InputStream in = BuiltInTemplates.class.getResourceAsStream("built-in/" + word + ".json")) {
            if (in == null) {
                throw new IllegalStateException("built-in/" + word + ".json is missing from the jar");
            }
            ObjectNode json = (ObjectNode) Json.parseOwn(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            List<String> features = new ArrayList<>();
            json.path("features").forEach(feature -> features.add(feature.asText()));
            return Template.builder()
                    .id("tmpl-" + word)
                    .name(json.path("name").asText())
                    .category(json.path("category").asText())
                    .description(json.path("description").asText())
                    .features(features)
                    .config((ObjectNode) json.path("config"))
                    .createdBy("system")
                    .createdAt(SINCE)
                    .updatedBy("system")
                    .updatedAt(SINCE)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
