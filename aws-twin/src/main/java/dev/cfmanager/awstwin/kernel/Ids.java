// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Identifiers in AWS's shapes, drawn from the twin's seed and a stored counter: repeatable, and new after a restart. */
public final class Ids {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String COUNTER = "counter";

    private final long seed;
    private final Map<String, Long> counters;

    Ids(long seed, Map<String, Long> counters) {
        this.seed = seed;
        this.counters = counters;
    }

    /** Upper-case letters and digits, as in distribution ids ({@code E1ABCDEFGHIJKL}) and ETags. */
    public String upper(String prefix, int length) {
        return draw(prefix, UPPER, length);
    }

    /** Lower-case letters and digits, as in {@code d111111abcdef8.cloudfront.net}. */
    public String lower(String prefix, int length) {
        return draw(prefix, LOWER, length);
    }

    /** A random-looking UUID. */
    public String uuid() {
        return UUID.nameUUIDFromBytes((seed + ":" + next()).getBytes(StandardCharsets.US_ASCII))
                .toString();
    }

    private String draw(String prefix, String alphabet, int length) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + next());
        StringBuilder text = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private synchronized long next() {
        return counters.merge(COUNTER, 1L, Long::sum);
    }
}
