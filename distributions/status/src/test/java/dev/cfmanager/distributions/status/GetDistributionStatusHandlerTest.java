// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetDistributionStatusHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void showsTheStatusAndWhenItChanged() { // defect F-2
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));

        GatewayAnswer answer = get(created.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("distributionId").asText()).isEqualTo(created.id());
        assertThat(answer.data().path("cloudfrontId").asText())
                .isEqualTo(created.cloudfrontId().orElseThrow());
        assertThat(answer.data().path("status").asText()).isEqualTo("Deployed");
        assertThat(answer.data().path("lastUpdated").asText()).isEqualTo("2026-01-01T00:05:00.000Z");
        assertThat(answer.data().path("domainName").asText())
                .isEqualTo(created.domainName().orElseThrow());
        assertThat(answer.data().path("enabled").asBoolean()).isTrue();
        assertThat(answer.data().has("note")).isFalse();
    }

    @Test
    void saysSoWhenCloudFrontCouldNotBeAsked() { // defect V-16
        Distribution created = stage.created("shop");
        twin.faults().on("cloudfront", "GetDistribution").fail(503, "ServiceUnavailable");

        assertThat(get(created.id()).data().path("note").asText()).contains("could not be asked");
    }

    @Test
    void reportsADistributionThatCloudFrontNoLongerHas() { // defect V-16
        Distribution created = stage.created("shop");
        twin.faults().on("cloudfront", "GetDistribution").fail(404, "NoSuchDistribution");

        assertThat(get(created.id()).data().path("status").asText()).isEqualTo("Failed");
    }

    @Test
    void showsTheStoredStatusBeforeCloudFrontHasIt() {
        stage.distributions()
                .create(Distribution.builder()
                        .id("dist-1")
                        .name("young")
                        .status(DistributionStatus.CREATING)
                        .build());

        GatewayAnswer answer = get("dist-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("status").asText()).isEqualTo("Creating");
        assertThat(answer.data().has("cloudfrontId")).isFalse();
    }

    @Test
    void answers404ForAnUnknownId() {
        assertThat(get("dist-none").status()).isEqualTo(404);
    }

    private GatewayAnswer get(String id) {
        return GatewayCall.of("GET", "/distributions/{id}/status")
                .path("id", id)
                .to(new GetDistributionStatusHandler(stage.environment()));
    }
}
