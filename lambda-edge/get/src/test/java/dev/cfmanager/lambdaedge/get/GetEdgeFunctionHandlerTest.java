// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.SampleFunctions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetEdgeFunctionHandlerTest {
    private final Twin twin = Twin.start();
    private final TestEnvironment environment = TestEnvironment.on(twin)
            .withTable(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE, DynamoEdgeFunctionRepository.SCHEMA);
    private final GetEdgeFunctionHandler handler = new GetEdgeFunctionHandler(environment.environment());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void showsTheFunctionWithItsCodeAndOrigins() {
        EdgeFunction function = SampleFunctions.begun(1);
        new DynamoEdgeFunctionRepository(environment.environment()).create(function);

        GatewayAnswer answer = call("func-00000001").as("ReadOnly").to(handler);

        JsonNode shown = answer.data().path("function");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(shown.path("status").asText()).isEqualTo("creating");
        assertThat(shown.path("codeContent").asText()).isEqualTo(function.codeContent());
        assertThat(shown.path("sha256").asText()).isEqualTo(Hashes.sha256(function.codeContent()));
        assertThat(shown.path("origins").path("default").toString())
                .isEqualTo("{\"originId\":\"origin-00000001\",\"bucketName\":\"media-virginia\","
                        + "\"domainName\":\"media-virginia.s3.us-east-1.amazonaws.com\",\"region\":\"us-east-1\"}");
        assertThat(shown.path("origins").path("all")).hasSize(2);
        assertThat(shown.path("regionMapping").path("ap-east-1").asText()).isEqualTo("origin1");
        assertThat(shown.path("version").asInt()).isEqualTo(1);
    }

    @Test
    void answers404ForAFunctionThatDoesNotExist() {
        GatewayAnswer answer = call("func-ffffffff").to(handler);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("GET", "/lambda-edge/functions/{id}").path("id", id);
    }
}
