// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which viewer goes to which origin: by the AWS region at whose edge the viewer arrives. It says nothing about how that
 * comes to run; {@link EdgeCode} is one compiler of it.
 *
 * @param preset the preset's id, or {@link #CUSTOM}
 * @param defaultOrigin the origin of every region that the mapping does not name, or whose key has no additional origin
 * @param additional the other origins in order: {@code origin1}, {@code origin2} ...
 * @param regionMapping region to key, such as {@code "ap-northeast-1": "origin1"}; the key {@link #DEFAULT} is the
 *     default origin
 */
public record RoutingPolicy(
        String preset,
        RoutedOrigin defaultOrigin,
        List<RoutedOrigin> additional,
        SortedMap<String, String> regionMapping) {
    /** Stands for the preset's id where a caller gave a mapping of its own. */
    public static final String CUSTOM = "custom";

    /** The key of the default origin. */
    public static final String DEFAULT = "default";

    /** The most additional origins; CloudFront's list of origins and the clients' forms hold these. */
    public static final int MAX_ADDITIONAL = 3;

    private static final Pattern KEY = Pattern.compile("origin([1-9])");

    /** Refuses regions and keys that have not the form of one, and copies. */
    public RoutingPolicy {
        additional = List.copyOf(additional);
        if (additional.isEmpty() || additional.size() > MAX_ADDITIONAL) {
            throw new IllegalArgumentException("1 to " + MAX_ADDITIONAL + " additional origins");
        }
        regionMapping.forEach((region, key) -> {
            if (!RoutedOrigin.isRegion(region) || !isKey(key)) {
                throw new IllegalArgumentException("not a region mapping");
            }
        });
        regionMapping = Collections.unmodifiableSortedMap(new TreeMap<>(regionMapping));
    }

    /** The policy of a preset. */
    public static RoutingPolicy of(Preset preset, RoutedOrigin defaultOrigin, List<RoutedOrigin> additional) {
        return new RoutingPolicy(preset.id(), defaultOrigin, additional, preset.regionMapping());
    }

    /** The key of an additional origin by its number from 1: {@code origin1}. */
    static String key(int number) {
        return "origin" + number;
    }

    /** Whether a text has the form of a key: {@code default} or {@code origin1} to {@code origin9}. */
    public static boolean isKey(String text) {
        return text.equals(DEFAULT) || KEY.matcher(text).matches();
    }

    /** The origin for viewers who arrive at that region's edge; the default one for an unknown region or none. */
    public RoutedOrigin originFor(@Nullable String region) {
        String key = region == null ? null : regionMapping.get(region);
        return key == null ? defaultOrigin : originOf(key);
    }

    /** The default origin and the additional ones, in that order. */
    public List<RoutedOrigin> origins() {
        List<RoutedOrigin> all = new ArrayList<>();
        all.add(defaultOrigin);
        all.addAll(additional);
        return List.copyOf(all);
    }

    /** Every mapped region with the origin its key resolves to. */
    public SortedMap<String, RoutedOrigin> resolved() {
        SortedMap<String, RoutedOrigin> resolved = new TreeMap<>();
        regionMapping.forEach((region, key) -> resolved.put(region, originOf(key)));
        return resolved;
    }

    /** The origins as they are kept and shown: {@code {"default": {}, "additional": [], "all": []}}. */
    public ObjectNode originsToJson() {
        ObjectNode json = Json.object();
        json.set("default", defaultOrigin.toJson());
        ArrayNode others = json.putArray("additional");
        additional.forEach(origin -> others.add(origin.toJson()));
        ArrayNode all = json.putArray("all");
        origins().forEach(origin -> all.add(origin.toJson()));
        return json;
    }

    /** The mapping as it is kept and shown: {@code {"<region>": "origin1"}}. */
    public ObjectNode regionMappingToJson() {
        ObjectNode json = Json.object();
        regionMapping.forEach(json::put);
        return json;
    }

    /** The number of an additional origin from 1; 0 for {@link #DEFAULT}. */
    static int number(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private RoutedOrigin originOf(String key) {
        int number = number(key);
        return number == 0 || number > additional.size() ? defaultOrigin : additional.get(number - 1);
    }
}
