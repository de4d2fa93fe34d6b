// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resource path of a REST API: literal segments, {@code {id}} for one segment, {@code {rest+}} for all that follow.
 * Values are passed on as they came, still percent-encoded, as a REST API does.
 *
 * @param text as the template spells it
 * @param segments its segments
 */
record PathPattern(String text, List<String> segments) {

    /** The more specific pattern first: at the first difference, a literal before a parameter before a greedy one. */
    static final Comparator<PathPattern> MOST_SPECIFIC_FIRST = (one, other) -> {
        for (int i = 0; i < Math.min(one.segments.size(), other.segments.size()); i++) {
            int difference = Integer.compare(vagueness(one.segments.get(i)), vagueness(other.segments.get(i)));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(other.segments.size(), one.segments.size());
    };

    static PathPattern of(String text) {
        return new PathPattern(text, split(text));
    }

    /** The path parameters if the path is of this pattern. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> actual = split(rawPath);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (i >= actual.size()) {
                return Optional.empty();
            }
            if (vagueness(segment) == 2) {
                parameters.put(
                        segment.substring(1, segment.length() - 2), String.join("/", actual.subList(i, actual.size())));
                return Optional.of(parameters);
            }
            if (vagueness(segment) == 1) {
                parameters.put(segment.substring(1, segment.length() - 1), actual.get(i));
            } else if (!segment.equals(decode(actual.get(i)))) {
                return Optional.empty();
            }
        }
        return actual.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
    }

    private static int vagueness(String segment) {
        if (!segment.startsWith("{")) {
            return 0;
        }
        return segment.endsWith("+}") ? 2 : 1;
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
