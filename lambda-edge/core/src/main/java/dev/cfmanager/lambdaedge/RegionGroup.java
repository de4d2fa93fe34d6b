// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Part of the world that a preset sends to one origin. Which AWS region belongs to which part is data: the resource
 * {@code edge-regions.json}, the only place that names regions.
 */
public enum RegionGroup {
    /** Asia, Oceania and the Gulf. */
    ASIA_PACIFIC("asia-pacific"),
    /** North and South America. */
    AMERICAS("americas"),
    /** Europe, Africa and the rest of the Middle East. */
    EUROPE_AND_OTHERS("europe-and-others");

    private final String id;

    RegionGroup(String id) {
        this.id = id;
    }

    /** The AWS regions of this part of the world, in order of their names. */
    public SortedSet<String> regions() {
        return new TreeSet<>(Data.REGIONS.getOrDefault(this, new TreeSet<>()));
    }

    /** The regions that are known and on purpose in no group: their viewers get the default origin. */
    static SortedSet<String> ungrouped() {
        return new TreeSet<>(Data.UNGROUPED);
    }

    /** Read at first use: the operations that only look at records never need it. */
    private static final class Data {
        static final Map<RegionGroup, SortedSet<String>> REGIONS = new TreeMap<>();
        static final SortedSet<String> UNGROUPED = new TreeSet<>();

        static {
            JsonNode file = read();
            for (RegionGroup group : values()) {
                REGIONS.put(group, texts(file.path("groups").path(group.id)));
            }
            file.path("default").forEach(regions -> UNGROUPED.addAll(texts(regions)));
        }

        private static JsonNode read() {
            try (InputStream file = RegionGroup.class.getResourceAsStream("edge-regions.json")) {
                if (file == null) {
                    throw new IllegalStateException("edge-regions.json is not in the jar");
                }
                return Json.parseOwn(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static SortedSet<String> texts(JsonNode array) {
            SortedSet<String> texts = new TreeSet<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }
}
