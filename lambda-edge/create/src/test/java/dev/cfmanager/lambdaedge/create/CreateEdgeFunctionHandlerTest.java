// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.lambdaedge.EdgeFunctionStage;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

class CreateEdgeFunctionHandlerTest {
    private static final String BODY = """
            {"name": "My site. With dots", "preset": "asia-us",
             "origins": {"default": {"originId": "origin-0000000a"},
                         "additional": [{"bucketName": "media-tokyo", "region": "ap-northeast-1"}]}}""";

    private final EdgeFunctionStage stage = new EdgeFunctionStage();

    @BeforeEach
    void anOrigin() {
        stage.environment()
                .withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA)
                .withIdempotency();
        new DynamoOriginRepository(stage.environment().environment())
                .create(Origin.builder()
                        .id("origin-0000000a")
                        .name("Virginia")
                        .bucketName("media-virginia")
                        .region("us-east-1")
                        .build());
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void beginsAtOnceAndDoesNotWait() {
        GatewayAnswer answer = create(BODY);

        String id = answer.data().path("functionId").asText();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(id).matches("func-[0-9a-f]{8}");
        assertThat(answer.data().path("status").asText()).isEqualTo("creating");
        assertThat(answer.data().path("functionName").asText())
                .isEqualTo("My-site-With-dots-multi-origin-func-" + id.substring(5));
        assertThat(answer.data().path("versionArn").asText()).endsWith(":1");
        assertThat(answer.data().path("function").path("functionId").asText()).isEqualTo(id);
        stage.settle(id);
        assertThat(stage.record(id).status()).isEqualTo(EdgeFunctionStatus.ACTIVE);
        assertThat(stage.record(id).createdBy()).isEqualTo("user@example.com");
    }

    @Test
    void hasTheFunctionWatchedUntilItIsActive() {
        SfnClient stepFunctions = stage.environment().aws().stepFunctions();
        String arn = stepFunctions
                .createStateMachine(create -> create.name("monitor")
                        .roleArn("arn:aws:iam::123456789012:role/monitor")
                        .definition("{\"StartAt\":\"Wait\",\"States\":{\"Wait\":{\"Type\":\"Succeed\"}}}"))
                .stateMachineArn();
        stage.environment().with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, arn);

        String id = create(BODY).data().path("functionId").asText();

        assertThat(stepFunctions
                        .listExecutions(list -> list.stateMachineArn(arn))
                        .executions())
                .extracting(ExecutionListItem::name)
                .containsExactly(id);
    }

    @Test
    void theSameRequestSentAgainContinuesTheSameFunction() {
        stage.twin().faults().on("dynamodb", "PutItem").call(3).fail(500, "InternalServerError");
        GatewayAnswer first = call(BODY).header("Idempotency-Key", "key-1").to(handler());
        stage.twin().faults().clear();

        GatewayAnswer second = call(BODY).header("Idempotency-Key", "key-1").to(handler());

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.data().path("functionId")).isEqualTo(first.data().path("functionId"));
        assertThat(stage.atLambda()).hasSize(1);
    }

    @Test
    void aFunctionThatLambdaRefusesIsARefusalAndLeavesNothingAtAws() {
        stage.twin().faults().on("lambda", "CreateFunction").fail(400, "InvalidParameterValueException");

        GatewayAnswer answer = create(BODY);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_CONFIGURATION");
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void refusesBeforeAnyCallToLambdaAndNamesEveryField() {
        GatewayAnswer answer = create("""
                {"name": "<script>", "preset": "asia-us", "origins": {"default": {"originId": "origin-ffffffff"}}}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("errors").toString())
                .contains("name: must be one line without < and >")
                .contains("origins.default.originId: there is no such origin")
                .contains("origins.additional: must hold 1 to 3 origins");
        assertThat(stage.twin().calls().where(call -> call.service().equals("lambda")))
                .isEmpty();
    }

    @Test
    void onlyAdministratorsMayCreate() {
        assertThat(call(BODY).as("ReadOnly").to(handler()).status()).isEqualTo(403);
    }

    private GatewayAnswer create(String body) {
        return call(body).to(handler());
    }

    private CreateEdgeFunctionHandler handler() {
        return new CreateEdgeFunctionHandler(stage.environment().environment());
    }

    private static GatewayCall call(String body) {
        return GatewayCall.of("POST", "/lambda-edge/functions").body(body);
    }
}
