// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A ready-made division of the world among origins. It maps regions to keys: {@code origin1} is the first additional
 * origin, {@code origin2} the second, {@code origin3} the third.
 */
public enum Preset {
    /** Asia-Pacific apart from the rest of the world; at least two origins. */
    ASIA_US(
            "asia-us",
            "Asia-Pacific + Americas",
            "2-origin setup: Asia-Pacific regions + Rest of world",
            2,
            Map.of(RegionGroup.ASIA_PACIFIC, 1, RegionGroup.AMERICAS, 2, RegionGroup.EUROPE_AND_OTHERS, 2)),
    /** Asia-Pacific, the Americas, and Europe with the rest; at least three origins. */
    GLOBAL_THREE(
            "global-three",
            "Global 3-Region",
            "3-origin setup: Asia-Pacific, Americas, Europe+Others",
            3,
            Map.of(RegionGroup.ASIA_PACIFIC, 1, RegionGroup.AMERICAS, 2, RegionGroup.EUROPE_AND_OTHERS, 3));

    private static final String OLD_NAME_OF_GLOBAL_THREE = "global-3-region";

    private final String id;
    private final String title;
    private final String description;
    private final int requiredOrigins;
    private final Map<RegionGroup, Integer> originOfGroup;

    Preset(String id, String title, String description, int requiredOrigins, Map<RegionGroup, Integer> originOfGroup) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.requiredOrigins = requiredOrigins;
        this.originOfGroup = originOfGroup;
    }

    /** The preset of that id; {@code global-3-region} is an older name of {@code global-three}. */
    public static Optional<Preset> of(String id) {
        String current = id.equals(OLD_NAME_OF_GLOBAL_THREE) ? GLOBAL_THREE.id : id;
        return Arrays.stream(values())
                .filter(preset -> preset.id.equals(current))
                .findFirst();
    }

    /** The ids a caller may choose from, for messages: {@code asia-us, global-three}. */
    public static String ids() {
        return Arrays.stream(values()).map(Preset::id).collect(Collectors.joining(", "));
    }

    /** The id on the wire, such as {@code asia-us}. */
    public String id() {
        return id;
    }

    /** How many origins it needs, the default one included. */
    public int requiredOrigins() {
        return requiredOrigins;
    }

    /** Every region of the preset with its key, such as {@code "ap-northeast-1": "origin1"}. */
    public SortedMap<String, String> regionMapping() {
        SortedMap<String, String> mapping = new TreeMap<>();
        originOfGroup.forEach(
                (group, number) -> group.regions().forEach(region -> mapping.put(region, RoutingPolicy.key(number))));
        return mapping;
    }

    /** The preset on the wire: {@code {"id", "name", "description", "requiredOrigins"}}. */
    public ObjectNode toJson() {
        return Json.object()
                .put("id", id)
                .put("name", title)
                .put("description", description)
                .put("requiredOrigins", requiredOrigins);
    }
}
