// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object inside a configuration.
 *
 * @param pointer where it is, such as {@code /config/Origins/Items/0}
 * @param node the object itself: changing it changes the configuration
 */
record Part(String pointer, ObjectNode node) {

    /** The whole configuration. */
    static Part root(ObjectNode config) {
        return new Part("/config", config);
    }

    /** The configuration's origins. */
    static List<Part> origins(ObjectNode config) {
        return root(config).items("Origins");
    }

    /** The default behaviour, where there is one, and the others after it. */
    static List<Part> behaviors(ObjectNode config) {
        List<Part> behaviors = new ArrayList<>();
        root(config).child("DefaultCacheBehavior").ifPresent(behaviors::add);
        behaviors.addAll(root(config).items("CacheBehaviors"));
        return behaviors;
    }

    /** Where a member is. */
    String at(String member) {
        return pointer + "/" + member;
    }

    /** A member that is an object. */
    Optional<Part> child(String member) {
        JsonNode child = node.get(member);
        return child instanceof ObjectNode object ? Optional.of(new Part(at(member), object)) : Optional.empty();
    }

    /** The objects in a member of the form {@code {Quantity, Items}}; empty when it is not there. */
    List<Part> items(String member) {
        List<Part> parts = new ArrayList<>();
        JsonNode items = node.path(member).path("Items");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ObjectNode object) {
                parts.add(new Part(at(member) + "/Items/" + i, object));
            }
        }
        return parts;
    }

    /** The texts in a member of the form {@code {Quantity, Items}}; empty when it is not there. */
    List<String> texts(String member) {
        return texts(node.path(member));
    }

    /** The texts of this object, which itself is of that form. */
    List<String> ownTexts() {
        return texts(node);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.path("Items").forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** A member's text; empty when it is not there. */
    String text(String member) {
        return node.path(member).asText("");
    }
}
