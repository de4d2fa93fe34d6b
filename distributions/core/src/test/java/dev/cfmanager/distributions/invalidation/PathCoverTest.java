// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathCoverTest {
    @Test
    void aWildcardSwallowsWhatItReaches() {
        assertThat(PathCover.batch(List.of("/a/b", "/x", "/a/*", "/a/b/*", "/a", "/a/")))
                .containsExactly("/a/*", "/x", "/a");
        assertThat(PathCover.batch(List.of("/a/b", "/*", "/c*"))).containsExactly("/*");
        assertThat(PathCover.batch(List.of("/same", "/same"))).containsExactly("/same");
        assertThat(PathCover.batch(List.of())).isEmpty();
    }

    @Test
    void aPathIsNotSwallowedByOneThatOnlyLooksLikeIt() {
        assertThat(PathCover.batch(List.of("/a/b", "/a", "/A/*", "/a/bc")))
                .containsExactly("/a/b", "/a", "/A/*", "/a/bc");
        assertThat(new PathCover(List.of("/a")).covers("/a*")).isFalse();
    }

    @Test
    void takesNoMoreThanCloudFrontTakesAndKeepsTheOrder() {
        List<String> wildcards =
                IntStream.range(0, 20).mapToObj(i -> "/w" + i + "/*").toList();
        List<String> paths = IntStream.range(0, 3500).mapToObj(i -> "/p" + i).toList();

        assertThat(PathCover.batch(wildcards)).isEqualTo(wildcards.subList(0, 15));
        assertThat(PathCover.batch(paths)).isEqualTo(paths.subList(0, 3000));
    }

    @Test
    void takesNoMoreThanAnItemHoldsButAlwaysSomething() {
        List<String> deep = IntStream.range(0, 100)
                .mapToObj(i -> "/" + i + "/" + "x".repeat(3_900))
                .toList();

        List<String> batch = PathCover.batch(deep);

        assertThat(batch.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(PathCover.MOST_CHARACTERS);
        assertThat(batch).hasSizeGreaterThan(60);
        assertThat(PathCover.batch(List.of("/" + "x".repeat(300_000)))).hasSize(1);
    }

    @Test
    void batchesTogetherReachExactlyWhatWasAskedForWhateverThatWas() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> asked = IntStream.range(0, 1 + random.nextInt(60))
                    .mapToObj(i -> path(random))
                    .toList();

            List<String> left = new ArrayList<>(asked);
            List<String> sent = new ArrayList<>();
            while (!left.isEmpty()) {
                List<String> batch = PathCover.batch(left);
                sent.addAll(batch);
                PathCover cover = new PathCover(batch);
                left.removeIf(cover::covers);
            }

            assertThat(sent)
                    .as("seed %d: %s", seed, asked)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(asked);
            assertThat(asked).as("seed %d", seed).allMatch(path -> reached(sent, path));
            assertThat(sent).as("seed %d: none is needless", seed).noneMatch(path -> {
                List<String> others = new ArrayList<>(sent);
                others.remove(path);
                return reached(others, path);
            });
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int part = random.nextInt(3); part >= 0; part--) {
            path.append('/').append("ab".charAt(random.nextInt(2)));
        }
        return random.nextInt(4) == 0 ? path + "*" : path.toString();
    }

    /** What AWS says in words, letter by letter. */
    private static boolean reached(Collection<String> sent, String path) {
        return sent.stream().anyMatch(by -> {
            if (!by.endsWith("*")) {
                return by.equals(path);
            }
            String prefix = by.substring(0, by.length() - 1);
            return path.startsWith(prefix);
        });
    }
}
