// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.config.EnvironmentVariable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

class EdgeFunctionLifecycleTest {
    private final EdgeFunctionStage stage = new EdgeFunctionStage();
    private final EdgeFunction begun = SampleFunctions.begun(0);
    private final String id = begun.functionId();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void createsPublishesAndWaitsWithoutSleeping() {
        stage.functions().create(begun);

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Again(Duration.ofSeconds(2)));
        assertThat(stage.record(id).versionArn()).endsWith(":function:" + begun.functionName() + ":1");
        assertThat(stage.record(id).associable()).isEmpty();

        stage.pass(Duration.ofSeconds(6));

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Settled());
        assertThat(stage.record(id).status()).isEqualTo(EdgeFunctionStatus.ACTIVE);
        assertThat(stage.record(id).errorMessage()).isNull();
        assertThat(stage.record(id).associable()).contains(stage.record(id).versionArn());
    }

    @Test
    void theFunctionIsWhatTheEdgeTakes() {
        stage.environment().with(EnvironmentVariable.LAMBDA_EDGE_RUNTIME, "nodejs22.x");
        active();

        GetFunctionConfigurationResponse made =
                stage.lambda().getFunctionConfiguration(get -> get.functionName(begun.functionName()));

        assertThat(made.runtime()).isEqualTo(Runtime.NODEJS22_X);
        assertThat(made.handler()).isEqualTo("index.handler");
        assertThat(made.memorySize()).isEqualTo(128);
        assertThat(made.timeout()).isEqualTo(5);
        assertThat(made.role()).isEqualTo(EdgeFunctionStage.ROLE);
        assertThat(made.description()).isEqualTo("Lambda@Edge function for multi-origin routing");
        assertThat(made.environment()).isNull();
    }

    @Test
    void whatIsDeployedIsTheRecordedCodeByteForByte() throws IOException {
        active();

        byte[] zip = stage.twin()
                .lambda()
                .version(stage.record(id).versionArn())
                .orElseThrow()
                .zip();

        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(entries.getNextEntry().getName()).isEqualTo("index.js");
            assertThat(new String(entries.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(stage.record(id).codeContent());
        }
    }

    @Test
    void letsTheEdgeInvokeTheVersion() {
        active();

        assertThat(stage.lambda()
                        .getPolicy(get -> get.functionName(begun.functionName()).qualifier("1"))
                        .policy())
                .contains("edgelambda.amazonaws.com");
    }

    @Test
    void anActiveFunctionIsLeftAlone() {
        active();
        stage.twin().calls().reset();

        stage.settle(id);

        assertThat(stage.twin().calls().where(call -> call.service().equals("lambda")))
                .isEmpty();
    }

    @Test
    void findsTheFunctionWhoseCreationWasNeverAnswered() {
        stage.twin()
                .faults()
                .on("lambda", "CreateFunction")
                .call(1)
                .afterEffect()
                .loseConnection();

        active();

        assertThat(stage.atLambda()).containsExactly(begun.functionName());
        assertThat(stage.record(id).versionArn()).endsWith(":1");
    }

    @Test
    void aRefusedCreationLeavesNothingButTheReason() {
        stage.twin().faults().on("lambda", "CreateFunction").fail(400, "InvalidParameterValueException");
        stage.functions().create(begun);

        EdgeFunctionProgress progress = stage.settle(id);

        assertThat(progress).isInstanceOf(EdgeFunctionProgress.Failed.class);
        assertThat(stage.record(id).status()).isEqualTo(EdgeFunctionStatus.FAILED);
        assertThat(stage.record(id).errorMessage()).contains("InvalidParameterValueException");
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void aFunctionThatLambdaCannotSetUpIsRemovedAtOnce() {
        stage.twin().lambda().failNext(begun.functionName(), "InternalError", "no capacity");
        stage.functions().create(begun);

        EdgeFunctionProgress progress = stage.settle(id);

        assertThat(progress).isInstanceOf(EdgeFunctionProgress.Failed.class);
        assertThat(((EdgeFunctionProgress.Failed) progress).reason()).contains("no capacity");
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void waitsWhileAwsIsBusyAndGivesUpAfterAQuarterOfAnHour() {
        stage.twin().faults().on("lambda", "CreateFunction").fail(503, "ServiceException");
        stage.functions().create(begun);

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Again(Duration.ofSeconds(5)));
        stage.pass(Duration.ofMinutes(16));

        assertThat(stage.settle(id)).isInstanceOf(EdgeFunctionProgress.Failed.class);
        assertThat(stage.record(id).errorMessage()).startsWith("Given up after 15 minutes");
    }

    @Test
    void aForeignFunctionOfThatNameIsNeitherTakenNorDeleted() {
        stage.lambda().createFunction(create -> create.functionName(begun.functionName())
                .role(EdgeFunctionStage.ROLE)
                .runtime("nodejs22.x")
                .handler("index.handler")
                .publish(true)
                .code(code -> code.zipFile(SdkBytes.fromByteArray(new EdgeCode("exports.handler = 1;").zip()))));
        stage.functions().create(begun);

        assertThat(stage.settle(id)).isInstanceOf(EdgeFunctionProgress.Failed.class);
        stage.lifecycle().retire(id);
        assertThat(stage.settle(id)).isEqualTo(new EdgeFunctionProgress.Settled());

        assertThat(stage.functions().find(id)).isEmpty();
        assertThat(stage.atLambda()).containsExactly(begun.functionName());
    }

    @Test
    void aRefusedInvokePermissionIsNotedAndNoMore() {
        stage.twin().faults().on("lambda", "AddPermission").fail(400, "PolicyLengthExceededException");

        active();

        assertThat(stage.record(id).errorMessage()).startsWith("Usable, but without the edge's invoke permission");
    }

    @Test
    void aRetiredFunctionWithoutReplicasIsGoneAtOnce() {
        active();

        stage.lifecycle().retire(id);

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Settled());
        assertThat(stage.functions().find(id)).isEmpty();
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void aRetiredFunctionIsAskedForUntilItsReplicasAreGone() {
        active();
        String version = stage.record(id).versionArn();
        stage.twin().lambda().replicate(version, "arn:aws:cloudfront::123456789012:distribution/E1");
        stage.lifecycle().retire(id);

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Again(Duration.ofMinutes(5)));
        stage.twin().lambda().withdraw(version, "arn:aws:cloudfront::123456789012:distribution/E1");
        stage.pass(Duration.ofMinutes(30));
        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Again(Duration.ofMinutes(5)));
        assertThat(stage.record(id).status()).isEqualTo(EdgeFunctionStatus.PENDING_DELETION);

        stage.pass(Duration.ofHours(3));

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Settled());
        assertThat(stage.functions().find(id)).isEmpty();
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void aDeletionThatIsRefusedIsKeptInMindWithItsReason() {
        active();
        stage.twin().faults().on("lambda", "DeleteFunction").call(1).fail(403, "AccessDeniedException");
        stage.lifecycle().retire(id);

        assertThat(stage.lifecycle().advance(id)).isEqualTo(new EdgeFunctionProgress.Again(Duration.ofMinutes(5)));
        assertThat(stage.record(id).errorMessage()).contains("permission");

        assertThat(stage.settle(id)).isEqualTo(new EdgeFunctionProgress.Settled());
        assertThat(stage.atLambda()).isEmpty();
    }

    @Test
    void theSweepMovesEveryUnfinishedFunctionOnAndNoOther() {
        EdgeFunction other = SampleFunctions.begun(1);
        EdgeFunction doomed = SampleFunctions.begun(2);
        active();
        stage.functions().create(other);
        stage.functions().create(doomed);
        stage.settle(doomed.functionId());
        stage.lifecycle().retire(doomed.functionId());
        stage.twin().faults().on("dynamodb", "GetItem").call(1).fail(400, "ResourceNotFoundException");

        EdgeFunctionSweep.Report first =
                new EdgeFunctionSweep(stage.environment().environment()).run();
        stage.pass(Duration.ofSeconds(6));
        EdgeFunctionSweep.Report second =
                new EdgeFunctionSweep(stage.environment().environment()).run();
        stage.pass(Duration.ofSeconds(6));
        EdgeFunctionSweep.Report third =
                new EdgeFunctionSweep(stage.environment().environment()).run();

        assertThat(first.found()).isEqualTo(2);
        assertThat(first.problems()).hasSize(1).first().asString().startsWith(other.functionId());
        assertThat(first.settled()).containsExactly(doomed.functionId());
        assertThat(second.found()).isEqualTo(1);
        assertThat(third.settled()).containsExactly(other.functionId());
        assertThat(stage.atLambda()).containsExactlyInAnyOrder(begun.functionName(), other.functionName());
    }

    private void active() {
        stage.functions().create(begun);
        assertThat(stage.settle(id)).isEqualTo(new EdgeFunctionProgress.Settled());
    }
}
