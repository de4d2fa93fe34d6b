// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionStage;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.lambdaedge.SampleFunctions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteEdgeFunctionHandlerTest {
    private final EdgeFunctionStage stage = new EdgeFunctionStage();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void deletesAFunctionWithoutReplicasAtOnce() {
        EdgeFunction active = active(SampleFunctions.begun(1));

        GatewayAnswer answer = delete(active.functionId());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("status").asText()).isEqualTo("deleted");
        assertThat(stage.functions().find(active.functionId())).isEmpty();
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void promisesToDeleteAFunctionThatTheEdgeStillHolds() {
        EdgeFunction active = active(SampleFunctions.begun(1));
        stage.twin()
                .lambda()
                .replicate(
                        stage.record(active.functionId()).associable().orElseThrow(),
                        "arn:aws:cloudfront::123456789012:distribution/E1");

        GatewayAnswer answer = delete(active.functionId());
        GatewayAnswer again = delete(active.functionId());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().path("status").asText()).isEqualTo("pending_deletion");
        assertThat(again.status()).isEqualTo(202);
        assertThat(stage.record(active.functionId()).status()).isEqualTo(EdgeFunctionStatus.PENDING_DELETION);
    }

    @Test
    void leavesTheFunctionOfADistributionToThatDistribution() {
        EdgeFunction owned = SampleFunctions.ownedBy("dist-0000000a");
        stage.functions().create(owned);

        GatewayAnswer answer = delete(owned.functionId());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).contains("dist-0000000a");
        assertThat(stage.record(owned.functionId())).isEqualTo(owned);
    }

    @Test
    void answers404ForAFunctionThatDoesNotExist() {
        assertThat(delete("func-ffffffff").status()).isEqualTo(404);
    }

    @Test
    void onlyAdministratorsMayDelete() {
        assertThat(call("func-00000001").as("ReadOnly").to(handler()).status()).isEqualTo(403);
    }

    private EdgeFunction active(EdgeFunction begun) {
        stage.functions().create(begun);
        stage.settle(begun.functionId());
        return begun;
    }

    private GatewayAnswer delete(String id) {
        return call(id).to(handler());
    }

    private DeleteEdgeFunctionHandler handler() {
        return new DeleteEdgeFunctionHandler(stage.environment().environment());
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("DELETE", "/lambda-edge/functions/{id}").path("id", id);
    }
}
