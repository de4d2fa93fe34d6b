// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;

/**
 * A template on the wire: {@code id} and {@code templateId} (the same), {@code name}, {@code category}, {@code description},
 * {@code features[]}, {@code config}, {@code sslConfig} (absent in built-in templates), {@code builtIn}, {@code version},
 * {@code createdBy}, {@code createdAt}, {@code updatedBy}, {@code updatedAt}.
 */
public final class TemplateJson {
    private TemplateJson() {}

    /** The wire shape of a template. */
    public static ObjectNode of(Template template) {
        ObjectNode json = Json.object()
                .put("id", template.id())
                .put("templateId", template.id())
                .put("name", template.name())
                .put("category", template.category())
                .put("description", template.description());
        ArrayNode features = json.putArray("features");
        template.features().forEach(features::add);
        json.set("config", template.config());
        template.ssl().ifPresent(ssl -> json.set("sslConfig", ssl.toJson()));
        return json.put("builtIn", BuiltInTemplates.isBuiltIn(template.id()))
                .put("version", template.version())
                .put("createdBy", template.createdBy())
                .put("createdAt", Json.time(template.createdAt()))
                .put("updatedBy", template.updatedBy())
                .put("updatedAt", Json.time(template.updatedAt()));
    }
}
