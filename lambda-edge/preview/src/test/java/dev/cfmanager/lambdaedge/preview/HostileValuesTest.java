// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.lambdaedge.Buckets;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.UncheckedCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values nobody checked, put straight into the generator: the first line of defence is in front of it, not tested here. */
class HostileValuesTest {
    private static final long SEED = 20260102;
    private static final int TEXTS = 10_000;

    @Test
    void tenThousandHostileValuesLeaveTheSyntaxTreeAsItIs() {
        SyntaxTree harmless = SyntaxTree.of(
                UncheckedCode.of("eu-west-1", "media", "us-east-2").source());
        HostileTexts texts = new HostileTexts(SEED);

        for (int i = 0; i < TEXTS; i++) {
            String region = texts.next();
            String domain = texts.next();
            String bucketRegion = texts.next();

            SyntaxTree tree =
                    SyntaxTree.of(UncheckedCode.of(region, domain, bucketRegion).source());

            assertThat(tree.shape()).as("text %d of seed %d", i, SEED).isEqualTo(harmless.shape());
            assertThat(tree.literals())
                    .as("text %d of seed %d", i, SEED)
                    .isEqualTo(with(harmless.literals(), region, domain, bucketRegion));
        }
    }

    @Test
    void hostileValuesComeOutOfTheRunningCodeAsTheyWentInAndChangeNothingElse() {
        HostileTexts texts = new HostileTexts(SEED);
        List<String> events = List.of(OriginRequestEvent.of("/", Buckets.VIRGINIA));

        for (int i = 0; i < 1000; i++) {
            String region = texts.next();
            String domain = texts.next();
            String bucketRegion = texts.next();
            EdgeCode code = UncheckedCode.of(region, domain, bucketRegion);
            EdgeCode watched = new EdgeCode(code.source()
                    + "\nconst before = exports.handler; exports.handler = function (event) {"
                    + " return before(event).then(function (request) {"
                    + " request.pwned = typeof pwned + typeof Object.prototype.domain; return request; }); };");

            Sandbox.Outcome outcome =
                    new Sandbox(watched).run(Optional.of(region), events).get(0);

            assertThat(outcome.error()).as("text %d of seed %d", i, SEED).isEmpty();
            assertThat(outcome.at("/origin/s3/domainName")).isEqualTo(Optional.of(domain));
            assertThat(outcome.at("/origin/s3/region")).isEqualTo(Optional.of(bucketRegion));
            assertThat(outcome.at("/headers/host/0/value")).isEqualTo(Optional.of(domain));
            assertThat(outcome.at("/pwned")).contains("undefinedundefined");
        }
    }

    @Test
    void tenThousandHostileNamesMakeLegalFunctionNames() {
        HostileTexts texts = new HostileTexts(SEED);

        for (int i = 0; i < TEXTS; i++) {
            assertThat(UncheckedCode.functionName(texts.next()))
                    .matches("[A-Za-z0-9_-]{1,64}")
                    .endsWith("-multi-origin-func-1a2b3c4d");
        }
    }

    private static List<String> with(List<String> literals, String region, String domain, String bucketRegion) {
        return literals.stream()
                .map(text -> text.equals("eu-west-1") ? region : text)
                .map(text -> text.equals("media") ? domain : text)
                .map(text -> text.equals("us-east-2") ? bucketRegion : text)
                .toList();
    }
}
