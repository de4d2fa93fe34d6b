// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.origins.OaiGrant;
import dev.cfmanager.origins.OriginsOnTwin;
import dev.cfmanager.origins.SampleOrigins;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class GetOriginHandlerTest {
    private OriginsOnTwin stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = OriginsOnTwin.on(twin);
    }

    @Test
    void answersAnOriginWithItsAccessControlAndAllItsUsers() {
        stage.origins()
                .create(SampleOrigins.origin("origin-1a2b3c4d")
                        .distributionArns(Set.of("arn:b"))
                        .oaiGrants(Map.of("dist-1", new OaiGrant("arn:a", "E1", "")))
                        .build());

        GatewayAnswer answer = get("origin-1a2b3c4d");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/origin/id").asText()).isEqualTo("origin-1a2b3c4d");
        assertThat(answer.data().at("/origin/originId").asText()).isEqualTo("origin-1a2b3c4d");
        assertThat(answer.data().at("/origin/oacId").asText()).isEqualTo("E-origin-1a2b3c4d");
        assertThat(answer.data().at("/origin/distributionArns").toString()).isEqualTo("[\"arn:a\",\"arn:b\"]");
        assertThat(answer.data().at("/origin/websiteConfiguration").isNull()).isTrue();
    }

    @Test
    void knowsNoOriginThatIsNotThere() {
        GatewayAnswer answer = get("origin-none");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.message()).contains("origin-none");
    }

    @Test
    void letsEverybodyLookWhoIsSignedIn() {
        stage.origins().create(SampleOrigins.origin("origin-1").build());
        GetOriginHandler handler = new GetOriginHandler(stage.environment());

        assertThat(GatewayCall.of("GET", "/origins/{id}")
                        .path("id", "origin-1")
                        .as("ReadOnly")
                        .to(handler)
                        .status())
                .isEqualTo(200);
        assertThat(GatewayCall.of("GET", "/origins/{id}")
                        .path("id", "origin-1")
                        .asNobody()
                        .to(handler)
                        .status())
                .isEqualTo(401);
    }

    private GatewayAnswer get(String id) {
        return GatewayCall.of("GET", "/origins/{id}").path("id", id).to(new GetOriginHandler(stage.environment()));
    }
}
