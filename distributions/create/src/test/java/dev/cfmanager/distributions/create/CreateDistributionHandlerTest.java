// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreateDistributionHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void answers201WithTheWholeRecord() {
        GatewayAnswer answer = post(SampleDistributions.request("shop", "custom-origin-1", "www.example.com"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("success").asBoolean()).isTrue();
        JsonNode distribution = answer.data().path("distribution");
        assertThat(distribution.path("id").asText()).matches("dist-[0-9a-f]{8}");
        assertThat(distribution.path("distributionId")).isEqualTo(distribution.path("id"));
        assertThat(distribution.path("cloudfrontId").asText()).startsWith("E");
        assertThat(distribution.path("arn").asText()).startsWith("arn:aws:cloudfront::");
        assertThat(distribution.path("domainName").asText()).endsWith(".cloudfront.net");
        assertThat(distribution.path("status").asText()).isEqualTo("InProgress");
        assertThat(distribution.path("origin").asText()).isEqualTo("www.example.com");
        assertThat(distribution.path("isMultiOrigin").asBoolean(true)).isFalse();
        assertThat(distribution.path("createdAt").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(distribution.path("lastModified")).isEqualTo(distribution.path("updatedAt"));
        assertThat(distribution.path("createdBy").asText()).isEqualTo("user@example.com");
        assertThat(distribution.at("/config/CallerReference").asText())
                .startsWith(distribution.path("id").asText());
        assertThat(distribution.path("tags")).isEqualTo(Json.object());
        assertThat(answer.data().has("lambdaEdgeFunction")).isFalse();
    }

    @Test
    void takesTheAuthorFromTheTokenAlone() { // defect S-7
        ObjectNode body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");
        body.put("createdBy", "somebody-else");

        assertThat(post(body).data().at("/distribution/createdBy").asText()).isEqualTo("user@example.com");
    }

    @Test
    void answers400WithEveryProblem() {
        ObjectNode body = Json.object().put("name", 5);
        body.putObject("config").put("Enabled", "yes");

        GatewayAnswer answer = post(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.message()).startsWith("Invalid distribution configuration");
        assertThat(answer.body().path("errors"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "name: must be a text",
                        "/config/Enabled: must be true or false",
                        "/config/Origins: must hold at least one origin",
                        "/config/DefaultCacheBehavior: is required");
    }

    @Test
    void answers202WhenCloudFrontIsBusy() {
        twin.faults().on("cloudfront", "CreateDistribution").fail(503, "ServiceUnavailable");

        GatewayAnswer answer = post(SampleDistributions.request("shop", "custom-origin-1", "www.example.com"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().at("/distribution/status").asText()).isEqualTo("Creating");
    }

    @Test
    void answers403ToAReader() { // defect S-3
        GatewayAnswer answer = GatewayCall.of("POST", "/distributions")
                .as("ReadOnly")
                .body("{}")
                .to(new CreateDistributionHandler(stage.environment()));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void makesOneDistributionOfAHundredEqualRequestsWithOneKey() throws ExecutionException, InterruptedException {
        stage.test().withIdempotency();
        String body = Json.write(SampleDistributions.request("shop", "custom-origin-1", "www.example.com"));
        ExecutorService workers = Executors.newFixedThreadPool(20);

        List<Future<GatewayAnswer>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(workers.submit(() -> GatewayCall.of("POST", "/distributions")
                    .header("Idempotency-Key", "key-1")
                    .body(body)
                    .to(new CreateDistributionHandler(stage.environment()))));
        }
        Set<JsonNode> answers = new HashSet<>();
        for (Future<GatewayAnswer> each : sent) {
            assertThat(each.get().status()).isEqualTo(201);
            answers.add(each.get().body());
        }
        workers.shutdown();

        assertThat(answers).hasSize(1);
        assertThat(stage.test()
                        .aws()
                        .cloudFront()
                        .listDistributions()
                        .distributionList()
                        .items())
                .hasSize(1);
    }

    private GatewayAnswer post(ObjectNode body) {
        return GatewayCall.of("POST", "/distributions")
                .body(Json.write(body))
                .to(new CreateDistributionHandler(stage.environment()));
    }
}
