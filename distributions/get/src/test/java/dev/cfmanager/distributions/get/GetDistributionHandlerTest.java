// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetDistributionHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void showsEverythingWithTheNewestEventFirst() {
        var body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");
        body.put("description", "our shop").putObject("tags").put("team", "web");
        Distribution created = stage.created(body);
        twin.clock().advance(Duration.ofMinutes(5));

        GatewayAnswer answer = get(created.id());

        JsonNode shown = answer.data().path("distribution");
        assertThat(shown.path("status").asText()).isEqualTo("Deployed");
        assertThat(shown.path("description").asText()).isEqualTo("our shop");
        assertThat(shown.at("/tags/team").asText()).isEqualTo("web");
        assertThat(shown.path("version").isNumber()).isTrue();
        assertThat(shown.path("updatedBy").asText()).isEqualTo("user@example.com");
        assertThat(shown.at("/config/Origins/Quantity").isInt()).isTrue();
        assertThat(shown.has("multiOriginConfig")).isFalse();
        assertThat(answer.data().path("history"))
                .extracting(event -> event.path("action").asText())
                .containsExactly("STATUS_CHANGED", "CREATE_COMPLETED", "CREATE_INITIATED");
        JsonNode newest = answer.data().at("/history/0");
        assertThat(newest.path("timestamp").asText()).isEqualTo("2026-01-01T00:05:00.000Z");
        assertThat(newest.path("user").asText()).isEqualTo("system");
        assertThat(newest.path("newStatus").asText()).isEqualTo("Deployed");
        assertThat(newest.has("eventId")).isFalse();
    }

    @Test
    void answersFromTheRecordWhenCloudFrontCannotBeAsked() {
        Distribution created = stage.created("shop");
        twin.faults().on("cloudfront", "*").fail(503, "ServiceUnavailable");

        GatewayAnswer answer = get(created.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/distribution/status").asText()).isEqualTo("InProgress");
    }

    @Test
    void answers404ForAnUnknownId() {
        assertThat(get("dist-none").status()).isEqualTo(404);
        assertThat(get("dist-none").message()).isEqualTo("Distribution not found: dist-none");
    }

    private GatewayAnswer get(String id) {
        return GatewayCall.of("GET", "/distributions/{id}")
                .path("id", id)
                .to(new GetDistributionHandler(stage.environment()));
    }
}
