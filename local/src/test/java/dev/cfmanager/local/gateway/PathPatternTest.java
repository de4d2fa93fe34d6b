// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PathPatternTest {

    @Test
    void passesParametersOnStillEncoded() {
        assertThat(PathPattern.of("/origins/{id}").match("/origins/a%2Fb+c")).contains(Map.of("id", "a%2Fb+c"));
        assertThat(PathPattern.of("/certificates/{arn+}").match("/certificates/arn%3Aaws%2Fx"))
                .contains(Map.of("arn", "arn%3Aaws%2Fx"));
    }

    @Test
    void letsAGreedyParameterTakeAllThatFollowsButNotNothing() {
        PathPattern greedy = PathPattern.of("/certificates/{arn+}");

        assertThat(greedy.match("/certificates/arn:aws:acm/certificate/1"))
                .contains(Map.of("arn", "arn:aws:acm/certificate/1"));
        assertThat(greedy.match("/certificates")).isEmpty();
        assertThat(greedy.match("/certificates/")).isEmpty();
    }

    @Test
    void matchesWholePathsOnly() {
        PathPattern pattern = PathPattern.of("/distributions/{id}/status");

        assertThat(pattern.match("/distributions/d-1/status")).isPresent();
        assertThat(pattern.match("/distributions/d-1/status/")).isPresent();
        assertThat(pattern.match("/distributions/d-1")).isEmpty();
        assertThat(pattern.match("/distributions/d-1/status/x")).isEmpty();
        assertThat(pattern.match("/Distributions/d-1/status")).isEmpty();
        assertThat(PathPattern.of("/").match("/")).isPresent();
    }

    @Test
    void prefersLiteralsToParametersAndParametersToGreedyOnes() {
        List<String> sorted = Stream.of("/{proxy+}", "/a/{id}", "/a/{rest+}", "/a/b", "/a/{id}/c")
                .map(PathPattern::of)
                .sorted(PathPattern.MOST_SPECIFIC_FIRST)
                .map(PathPattern::text)
                .toList();

        assertThat(sorted).containsExactly("/a/b", "/a/{id}/c", "/a/{id}", "/a/{rest+}", "/{proxy+}");
    }
}
