// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScoreTest {

    @Test
    void printsHowEachServiceDid() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Score score = new Score(
                URI.create("http://127.0.0.1:4566"), new PrintStream(printed, true, StandardCharsets.UTF_8))) {
            score.passed("s3");
            score.passed("s3");
            score.failed("s3");
            score.failed("cloudfront");
            score.leftOut("cloudfront");
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Conformance of http://127.0.0.1:4566",
                        "  cloudfront     0 of   1 as AWS does, 1 left out (they need the twin)",
                        "  s3             2 of   3 as AWS does, 0 left out (they need the twin)",
                        "  all            2 of   4 as AWS does, 1 left out (they need the twin)");
    }
}
