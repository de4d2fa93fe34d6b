// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.testing.ApiDocument;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class GetOpenApiHandlerTest {

    @Test
    void answersTheDocumentOfThisRepositoryWithoutTheEnvelope(Twin twin) {
        GatewayAnswer answer = GatewayCall.of("GET", "/openapi.json")
                .as("ReadOnly")
                .to(new GetOpenApiHandler(TestEnvironment.on(twin).environment()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        assertThat(answer.body()).isEqualTo(ApiDocument.ofRepository().json());
    }

    @Test
    void tellsNobodyWhoIsNotSignedIn(Twin twin) {
        GatewayAnswer answer = GatewayCall.of("GET", "/openapi.json")
                .asNobody()
                .to(new GetOpenApiHandler(TestEnvironment.on(twin).environment()));

        assertThat(answer.status()).isEqualTo(401);
    }
}
