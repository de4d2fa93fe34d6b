// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.SampleFunctions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListEdgeFunctionsHandlerTest {
    private final Twin twin = Twin.start();
    private final TestEnvironment environment = TestEnvironment.on(twin)
            .withTable(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, DynamoEdgeFunctionRepository.SCHEMA);
    private final ListEdgeFunctionsHandler handler = new ListEdgeFunctionsHandler(environment.environment());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void listsEveryFunctionTheYoungestFirst() {
        for (int i = 0; i < 3; i++) {
            new DynamoEdgeFunctionRepository(environment.environment()).create(SampleFunctions.begun(i));
        }

        GatewayAnswer answer = call().as("ReadOnly").to(handler);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("count").asInt()).isEqualTo(3);
        assertThat(answer.data().path("functions").findValuesAsText("functionId"))
                .containsExactly("func-00000002", "func-00000001", "func-00000000");
        assertThat(answer.data().path("functions").get(0).toString())
                .isEqualTo("{\"functionId\":\"func-00000002\",\"id\":\"func-00000002\","
                        + "\"functionName\":\"My-site-multi-origin-func-00000002\",\"preset\":\"asia-us\","
                        + "\"status\":\"creating\",\"originsCount\":2,\"createdBy\":\"user@example.com\","
                        + "\"createdAt\":\"2026-01-01T00:00:02.000Z\",\"updatedAt\":\"2026-01-01T00:00:02.000Z\"}");
    }

    @Test
    void anEmptyListIsAList() {
        GatewayAnswer answer = call().to(handler);

        assertThat(answer.data().path("functions").isArray()).isTrue();
        assertThat(answer.data().path("count").asInt()).isZero();
    }

    private static GatewayCall call() {
        return GatewayCall.of("GET", "/lambda-edge/functions");
    }
}
