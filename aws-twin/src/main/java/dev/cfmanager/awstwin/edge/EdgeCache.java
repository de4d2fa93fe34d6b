// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The edge's cache: the answers used last, in memory only, as an edge location may forget an object at any time. */
final class EdgeCache {
    private static final int CAPACITY = 10_000;

    private final Map<String, Kept> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > CAPACITY;
        }
    };

    synchronized @Nullable Kept get(String key) {
        return entries.get(key);
    }

    synchronized void put(String key, Kept entry) {
        entries.put(key, entry);
    }

    synchronized void remove(String key) {
        entries.remove(key);
    }

    /**
     * A kept answer.
     *
     * @param response as the origin, or an origin function, gave it
     * @param storedAt when it came
     * @param freshUntil until when it is served without asking the origin
     */
    record Kept(TwinResponse response, Instant storedAt, Instant freshUntil) {}
}
