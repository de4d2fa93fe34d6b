// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a list.
 *
 * @param items the items; empty when there are none
 * @param nextToken where to go on; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {

    /** Copies the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** The same page in another order. */
    public Page<T> sorted(Comparator<? super T> order) {
        return new Page<>(items.stream().sorted(order).toList(), nextToken);
    }

    /** The page on the wire: {@code {"<name>": [...], "count": n, "total": n, "nextToken": "..."}}. */
    public ObjectNode toJson(String name, Function<T, ? extends JsonNode> item) {
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray(name);
        items.forEach(each -> array.add(item.apply(each)));
        data.put("count", items.size()).put("total", items.size());
        nextToken.ifPresent(token -> data.put("nextToken", token));
        return data;
    }
}
