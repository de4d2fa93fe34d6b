// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.Buckets;
import dev.cfmanager.lambdaedge.EdgeCode;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratedRoutingTest {
    private static final long SEED = 20260101;
    private static final int POLICIES = 500;

    @Test
    void fiveHundredPoliciesRunAsAPlainEvaluatorSaysForEveryRegion() {
        SamplePolicies samples = new SamplePolicies(SEED);

        for (int i = 0; i < POLICIES; i++) {
            RoutingPolicy policy = samples.next();
            Sandbox sandbox = new Sandbox(EdgeCode.of(policy));
            List<String> events = List.of(OriginRequestEvent.of("/index.html", policy.defaultOrigin()));
            for (Optional<String> region : SamplePolicies.everyRegion()) {
                RoutedOrigin expected = SamplePolicies.expected(policy, region);

                Sandbox.Outcome outcome = sandbox.run(region, events).get(0);

                assertThat(outcome.error()).as("policy %d of seed %d", i, SEED).isEmpty();
                assertThat(outcome.at("/origin/s3/domainName"))
                        .as("policy %d of seed %d at %s: %s", i, SEED, region, policy)
                        .contains(expected.domain());
                assertThat(outcome.at("/origin/s3/region")).contains(expected.region());
                assertThat(outcome.at("/headers/host/0/value")).contains(expected.domain());
                assertThat(policy.originFor(region.orElse(null))).isEqualTo(expected);
            }
        }
    }

    @Test
    void theRestOfTheRequestStaysAsItWas() {
        ObjectNode event = (ObjectNode) Json.parseOwn(OriginRequestEvent.of("/a b?c=%C3%A9", Buckets.VIRGINIA));
        ObjectNode request = (ObjectNode) event.at("/Records/0/cf/request");
        request.put("querystring", "q=1");
        ((ObjectNode) request.at("/headers"))
                .putArray("user-agent")
                .addObject()
                .put("key", "User-Agent")
                .put("value", "test");
        ((ObjectNode) request.at("/origin/s3")).put("path", "/site");

        Sandbox.Outcome outcome = run(event);

        ObjectNode expected = request.deepCopy();
        ((ObjectNode) expected.at("/origin/s3"))
                .put("domainName", Buckets.TOKYO.domain())
                .put("region", "ap-northeast-1");
        ((ObjectNode) expected.at("/headers/host/0")).put("value", Buckets.TOKYO.domain());
        assertThat(outcome.answer().map(Json::parseOwn)).contains(expected);
    }

    @Test
    void aRequestToAnOriginThatIsNotS3GoesOnAsItCame() {
        ObjectNode event = (ObjectNode) Json.parseOwn(OriginRequestEvent.of("/", Buckets.VIRGINIA));
        ObjectNode request = (ObjectNode) event.at("/Records/0/cf/request");
        request.putObject("origin").putObject("custom").put("domainName", "example.com");

        Sandbox.Outcome outcome = run(event);

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.answer().map(Json::parseOwn)).contains((JsonNode) request);
    }

    @Test
    void aRequestWithoutAnOriginGoesOnAsItCame() {
        ObjectNode event = (ObjectNode) Json.parseOwn(OriginRequestEvent.of("/", Buckets.VIRGINIA));
        ObjectNode request = (ObjectNode) event.at("/Records/0/cf/request");
        request.remove("origin");

        Sandbox.Outcome outcome = run(event);

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.answer().map(Json::parseOwn)).contains((JsonNode) request);
    }

    private static Sandbox.Outcome run(ObjectNode event) {
        return new Sandbox(EdgeCode.of(Buckets.asiaUs()))
                .run(Optional.of("ap-northeast-1"), List.of(Json.write(event)))
                .get(0);
    }
}
