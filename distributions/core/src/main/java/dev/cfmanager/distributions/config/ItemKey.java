// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What tells the items of a list apart, wherever they stand: an origin's {@code Id}, a behaviour's {@code PathPattern}
 * and so on. A list of anything else, such as aliases or methods, is one value.
 *
 * @param member the member whose value it is
 */
record ItemKey(String member) {
    private static final List<ItemKey> KNOWN = List.of(
            new ItemKey("Id"),
            new ItemKey("PathPattern"),
            new ItemKey("HeaderName"),
            new ItemKey("ErrorCode"),
            new ItemKey("EventType"),
            new ItemKey("OriginId"),
            new ItemKey("Name"));

    /** What tells the items of all these lists apart; empty when they are lists of values, or two items are the same. */
    static Optional<ItemKey> of(JsonNode... lists) {
        return KNOWN.stream()
                .filter(key -> List.of(lists).stream().allMatch(key::fits) && anyItem(lists))
                .findFirst();
    }

    /** The item's own text; empty when it has none. */
    String text(JsonNode item) {
        return item.path(member).asText("");
    }

    /** The items' texts in order. */
    List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(text(item)));
        return texts;
    }

    /** The item of that text; missing when the list has none. */
    JsonNode find(JsonNode list, String text) {
        for (JsonNode item : list) {
            if (text(item).equals(text)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private boolean fits(JsonNode list) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : list) {
            if (!item.isObject() || !item.path(member).isValueNode() || !seen.add(text(item))) {
                return false;
            }
        }
        return list.isArray();
    }

    private static boolean anyItem(JsonNode... lists) {
        return List.of(lists).stream().anyMatch(list -> !list.isEmpty());
    }
}
