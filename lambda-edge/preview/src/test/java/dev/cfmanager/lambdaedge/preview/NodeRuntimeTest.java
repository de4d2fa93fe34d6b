// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.Buckets;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.lambdaedge.UncheckedCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same files in the engine that AWS runs them in; skipped where {@code node} is not installed. */
class NodeRuntimeTest {
    private static final long SEED = 20260103;

    /** Reads cases from its input: file, region, event; writes what the handler answered, and what it left behind. */
    private static final String RUNNER = """
            const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const before = Object.getOwnPropertyNames(globalThis).length;
            (async () => {
              const answers = [];
              for (const { file, region, event } of cases) {
                if (region === null) delete process.env.AWS_REGION; else process.env.AWS_REGION = region;
                const handler = require(file).handler;
                if (handler.length !== 1) throw new Error('takes a callback');
                answers.push(await handler(JSON.parse(event)));
              }
              const leaked = Object.getOwnPropertyNames(globalThis).length - before;
              process.stdout.write(JSON.stringify({ answers, leaked, polluted: 'domain' in {} }));
            })();
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void needsNode() throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "node is not installed: the generated files were run in Rhino only");
        Files.writeString(folder.resolve("runner.js"), RUNNER);
    }

    @Test
    void fiveHundredPoliciesRunAsAPlainEvaluatorSays() throws Exception {
        SamplePolicies samples = new SamplePolicies(SEED);
        List<RoutedOrigin> expected = new ArrayList<>();
        List<ObjectNode> cases = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            RoutingPolicy policy = samples.next();
            Path file = write("policy" + i, EdgeCode.of(policy));
            for (Optional<String> region : SamplePolicies.everyRegion()) {
                expected.add(SamplePolicies.expected(policy, region));
                cases.add(oneCase(file, region, policy.defaultOrigin()));
            }
        }

        JsonNode result = run(cases);

        assertThat(result.path("leaked").asInt()).isZero();
        assertThat(result.path("answers")).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode request = result.path("answers").get(i);
            assertThat(request.at("/origin/s3/domainName").asText())
                    .as("case %d of seed %d: %s", i, SEED, cases.get(i))
                    .isEqualTo(expected.get(i).domain());
            assertThat(request.at("/origin/s3/region").asText())
                    .isEqualTo(expected.get(i).region());
            assertThat(request.at("/origin/s3/authMethod").asText()).isEqualTo("origin-access-identity");
            assertThat(request.at("/headers/host/0/value").asText())
                    .isEqualTo(expected.get(i).domain());
        }
    }

    @Test
    void hostileValuesComeOutAsTheyWentIn() throws Exception {
        HostileTexts texts = new HostileTexts(SEED);
        List<String> domains = new ArrayList<>();
        List<ObjectNode> cases = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String domain = texts.next();
            domains.add(domain);
            Path file = write("hostile" + i, UncheckedCode.of("eu-west-1", domain, texts.next()));
            cases.add(oneCase(file, Optional.of("eu-west-1"), Buckets.VIRGINIA));
        }

        JsonNode result = run(cases);

        assertThat(result.path("leaked").asInt()).isZero();
        assertThat(result.path("polluted").asBoolean()).isFalse();
        for (int i = 0; i < domains.size(); i++) {
            assertThat(result.path("answers").get(i).at("/origin/s3/domainName").asText())
                    .isEqualTo(domains.get(i));
        }
    }

    private static Path write(String name, EdgeCode code) throws IOException {
        return Files.writeString(folder.resolve(name + ".js"), code.source());
    }

    private static ObjectNode oneCase(Path file, Optional<String> region, RoutedOrigin origin) {
        return Json.object()
                .put("file", file.toString())
                .put("region", region.orElse(null))
                .put("event", OriginRequestEvent.of("/index.html", origin));
    }

    private static JsonNode run(List<ObjectNode> cases) throws IOException, InterruptedException {
        Path input = Files.createTempFile(folder, "cases", ".json");
        Path output = Files.createTempFile(folder, "answers", ".json");
        Files.writeString(input, cases.toString());
        Process node = new ProcessBuilder("node", folder.resolve("runner.js").toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor(2, TimeUnit.MINUTES)).as("node ended").isTrue();
        assertThat(node.exitValue()).isZero();
        return Json.parseOwn(Files.readString(output));
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
