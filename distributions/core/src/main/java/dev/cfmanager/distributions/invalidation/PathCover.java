// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a set of invalidation paths reaches: a path reaches itself, and one that ends with {@code *} everything that
 * begins like it, so {@code /a/*} swallows {@code /a/b} and {@code /a/b/*}. Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html">What to specify</a>
 */
final class PathCover {
    /** The most paths without a wildcard that may be in progress for a distribution. */
    static final int MOST_PATHS = 3_000;

    /** The most paths with a wildcard that may be in progress for a distribution. */
    static final int MOST_WILDCARDS = 15;

    /** What a queue's item may hold, in characters: DynamoDB takes 400 KB, and paths are ASCII. */
    static final int MOST_CHARACTERS = 250_000;

    private final Set<String> exact = new HashSet<>();

    /** None of them begins with another: of those that would, only the shorter one is here. */
    private final TreeSet<String> prefixes = new TreeSet<>();

    PathCover(Collection<String> paths) {
        TreeSet<String> all = new TreeSet<>();
        for (String path : paths) {
            if (isWildcard(path)) {
                all.add(beginning(path));
            } else {
                exact.add(path);
            }
        }
        for (String prefix : all) { // in order, a shorter one comes before those that begin with it
            if (covering(prefix) == null) {
                prefixes.add(prefix);
            }
        }
    }

    /** Whether invalidating these paths invalidates that one. */
    boolean covers(String path) {
        return covering(beginning(path)) != null || !isWildcard(path) && exact.contains(path);
    }

    /** Of these paths the one that reaches furthest and reaches that one; that one itself when no other does. */
    private String broadest(String path) {
        String prefix = covering(beginning(path));
        return prefix == null ? path : prefix + "*";
    }

    /**
     * The next paths to hand to CloudFront, in order, each once and none that another one covers: as many as it takes at
     * once, and as an item holds; at least one when there is any.
     */
    static List<String> batch(List<String> paths) {
        PathCover cover = new PathCover(paths);
        Set<String> batch = new LinkedHashSet<>();
        int wildcards = 0;
        int characters = 0;
        for (String path : paths) {
            String next = cover.broadest(path);
            if (batch.contains(next)) {
                continue;
            }
            boolean wildcard = isWildcard(next);
            boolean full = wildcard ? wildcards == MOST_WILDCARDS : batch.size() - wildcards == MOST_PATHS;
            if (full || !batch.isEmpty() && characters + next.length() > MOST_CHARACTERS) {
                break;
            }
            batch.add(next);
            wildcards += wildcard ? 1 : 0;
            characters += next.length();
        }
        return List.copyOf(batch);
    }

    private static boolean isWildcard(String path) {
        return path.endsWith("*");
    }

    private static String beginning(String path) {
        return isWildcard(path) ? path.substring(0, path.length() - 1) : path;
    }

    /** Whatever stands between a prefix of a text and the text, in order, begins with that prefix; here nothing does. */
    private @Nullable String covering(String text) {
        String nearest = prefixes.floor(text);
        return nearest != null && text.startsWith(nearest) ? nearest : null;
    }
}
