// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.LAMBDA_API;
import static dev.cfmanager.awstwin.conformance.Pages.LAMBDA_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.PERMISSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.conformance.TwinOnly;
import dev.cfmanager.awstwin.kernel.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeStorageExceededException;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRuntimeException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/**
 * How Lambda keeps functions and versions, and what it refuses
 * (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">API reference</a>).
 */
@Conformance("lambda")
class FunctionsTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:edge";
    private static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1";

    private final Aws aws;
    private final LambdaClient lambda;

    FunctionsTest(Aws aws) {
        this.aws = aws;
        this.lambda = aws.lambda(Region.US_EAST_1);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "functions-states.html")
    void aNewFunctionIsPendingBeforeItIsActive() {
        CreateFunctionResponse created = create("edge");

        assertThat(created.functionArn()).isEqualTo(ARN);
        assertThat(created.version()).isEqualTo("$LATEST");
        assertThat(created.state()).isEqualTo(State.PENDING);
        assertThat(created.codeSize()).isPositive();
        assertThat(created.codeSha256()).hasSize(44);
        assertThatThrownBy(() -> lambda.publishVersion(b -> b.functionName("edge")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Pending");
        assertThatThrownBy(() -> lambda.invoke(b -> b.functionName("edge")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Pending");
        aws.pass(Duration.ofSeconds(5));
        assertThat(configuration("edge").state()).isEqualTo(State.ACTIVE);
        assertThat(configuration("edge").lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "functions-states.html")
    @TwinOnly
    void aFunctionCanFailToBecomeActive() {
        aws.twin().lambda().failNext("edge", "InsufficientRolePermissions", "The role cannot write logs.");
        create("edge", b -> b.publish(true));
        aws.pass(Duration.ofMinutes(1));

        GetFunctionConfigurationResponse version = configuration("edge:1");
        assertThat(version.state()).isEqualTo(State.FAILED);
        assertThat(version.stateReasonCodeAsString()).isEqualTo("InsufficientRolePermissions");
        assertThat(version.stateReason()).isEqualTo("The role cannot write logs.");
    }

    @Test
    @AwsPage(LAMBDA_API + "CreateFunction.html")
    void creationWithPublishAnswersTheVersionButTheUnqualifiedArn() {
        CreateFunctionResponse created = create("edge", b -> b.publish(true));

        assertThat(created.version()).isEqualTo("1");
        assertThat(created.functionArn()).isEqualTo(ARN);
        assertThat(configuration(ARN + ":1").functionArn()).isEqualTo(ARN + ":1");
    }

    @Test
    @AwsPage(LAMBDA_API + "CreateFunction.html")
    void refusesWhatItCannotRun() {
        create("taken");

        assertThatThrownBy(() -> create("taken")).isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> create("no blanks"))
                .isInstanceOf(LambdaException.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> create("x".repeat(65))).isInstanceOf(LambdaException.class);
        refused("nodejs18.x is no longer", b -> b.runtime("nodejs18.x"));
        refused("enum value set", b -> b.runtime("cobol85"));
        refused("Runtime and Handler are mandatory", b -> b.handler(null));
        refused("role", b -> b.role("somebody"));
        refused("4KB", b -> b.environment(e -> e.variables(Map.of("LONG", "x".repeat(4096)))));
        refused("reserved keys", b -> b.environment(e -> e.variables(Map.of("AWS_REGION", "moon-1"))));
        refused("less than or equal to 900", b -> b.timeout(901));
        refused("greater than or equal to 128", b -> b.memorySize(64));
        refused("does not exist", b -> b.layers("arn:aws:lambda:us-east-1:123456789012:layer:l:1"));
        refused("Could not unzip", b -> b.code(c -> c.zipFile(SdkBytes.fromUtf8String("no zip"))));
        refused("ZipFile only", b -> b.code(c -> c.s3Bucket("b").s3Key("k")));
        refused("PackageType Zip only", b -> b.packageType("Image"));
        assertThat(lambda.listFunctions().functions()).hasSize(1);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "gettingstarted-limits.html")
    @TwinOnly
    void codeStorageIsLimited() {
        try (Twin small = Twin.builder()
                        .lambda(LambdaSettings.standard().codeStorage(3_000))
                        .start();
                LambdaClient client = SdkClients.of(small, LambdaClient.builder())) {
            client.createFunction(request("a").code(c -> c.zipFile(zip(2_000))).build());

            assertThatThrownBy(() -> client.createFunction(
                            request("b").code(c -> c.zipFile(zip(2_000))).build()))
                    .isInstanceOf(CodeStorageExceededException.class);
        }
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "configuration-versions.html")
    void aVersionIsASnapshotThatNeverChanges() {
        active("edge");
        String first = lambda.publishVersion(b -> b.functionName("edge")).functionArn();
        assertThat(lambda.publishVersion(b -> b.functionName("edge")).version())
                .as("nothing changed, nothing new")
                .isEqualTo("1");

        lambda.updateFunctionConfiguration(
                b -> b.functionName("edge").timeout(30).description("second"));
        assertThatThrownBy(() ->
                        lambda.updateFunctionCode(b -> b.functionName("edge").zipFile(zip(10))))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("An update is in progress");
        aws.pass(Duration.ofSeconds(2));
        assertThat(lambda.updateFunctionCode(
                                b -> b.functionName("edge").zipFile(zip(10)).publish(true))
                        .functionArn())
                .isEqualTo(ARN + ":2");

        assertThat(first).isEqualTo(ARN + ":1");
        assertThat(configuration(first).timeout()).isEqualTo(5);
        assertThat(configuration(ARN + ":2").timeout()).isEqualTo(30);
        assertThat(configuration(first).codeSha256())
                .isNotEqualTo(configuration(ARN + ":2").codeSha256());
        assertThat(lambda
                        .listVersionsByFunctionPaginator(
                                b -> b.functionName("edge").maxItems(1))
                        .versions()
                        .stream()
                        .map(FunctionConfiguration::version))
                .containsExactly("$LATEST", "1", "2");
    }

    @Test
    @AwsPage(LAMBDA_API + "PublishVersion.html")
    void aStaleRevisionOrChecksumIsRefused() {
        String revision = active("edge").revisionId();
        lambda.updateFunctionConfiguration(
                b -> b.functionName("edge").timeout(7).revisionId(revision));
        aws.pass(Duration.ofSeconds(2));

        assertThatThrownBy(() -> lambda.updateFunctionConfiguration(
                        b -> b.functionName("edge").timeout(8).revisionId(revision)))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(
                        () -> lambda.publishVersion(b -> b.functionName("edge").codeSha256("other")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("CodeSHA256");
    }

    @Test
    @AwsPage(LAMBDA_API + "UpdateFunctionConfiguration.html")
    void keepsConfigurationIncludingWhatItDoesNotModel() {
        create("edge", b -> b.description("routing")
                .environment(e -> e.variables(Map.of("STAGE", "test")))
                .tracingConfig(t -> t.mode("Active"))
                .deadLetterConfig(d -> d.targetArn("arn:aws:sqs:us-east-1:123456789012:dead"))
                .tags(Map.of("team", "edge")));

        assertThat(lambda.getFunction(b -> b.functionName("edge"))).satisfies(function -> {
            assertThat(function.configuration().description()).isEqualTo("routing");
            assertThat(function.configuration().environment().variables()).containsEntry("STAGE", "test");
            assertThat(function.configuration().tracingConfig().modeAsString()).isEqualTo("Active");
            assertThat(function.configuration().deadLetterConfig().targetArn()).endsWith(":dead");
            assertThat(function.configuration().loggingConfig().logGroup()).isEqualTo("/aws/lambda/edge");
            assertThat(function.tags()).containsEntry("team", "edge");
        });
        lambda.tagResource(b -> b.resource(ARN).tags(Map.of("stage", "test")));
        lambda.untagResource(b -> b.resource(ARN).tagKeys("team"));
        assertThat(lambda.listTags(b -> b.resource(ARN)).tags()).isEqualTo(Map.of("stage", "test"));
    }

    @Test
    @AwsPage(LAMBDA_API + "ListFunctions.html")
    void listsFunctionsOfTheRegionFiftyAtATime() {
        for (int i = 0; i < 60; i++) {
            create("f%02d".formatted(i));
        }

        assertThat(lambda.listFunctions(b -> b.maxItems(10_000)).functions()).hasSize(50);
        assertThat(lambda.listFunctionsPaginator(b -> b.maxItems(7)).functions().stream()
                        .map(FunctionConfiguration::functionName)
                        .distinct())
                .hasSize(60);
        try (LambdaClient elsewhere = aws.lambda(Region.EU_CENTRAL_1)) {
            assertThat(elsewhere.listFunctions().functions()).isEmpty();
            assertThatThrownBy(() -> elsewhere.getFunction(b -> b.functionName("f00")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    @AwsPage(LAMBDA_API + "DeleteFunction.html")
    void deletesAVersionOrEverything() {
        create("edge", b -> b.publish(true));
        lambda.createAlias(b -> b.functionName("edge").name("live").functionVersion("1"));

        assertThatThrownBy(
                        () -> lambda.deleteFunction(b -> b.functionName("edge").qualifier("1")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("live");
        assertThatThrownBy(
                        () -> lambda.deleteFunction(b -> b.functionName("edge").qualifier("$LATEST")))
                .isInstanceOf(InvalidParameterValueException.class);
        lambda.deleteFunction(b -> b.functionName("edge"));
        assertThatThrownBy(() -> configuration("edge")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> configuration("edge:live")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> lambda.deleteFunction(b -> b.functionName("edge")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(create("edge", b -> b.publish(true)).version()).isEqualTo("1");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-edge-delete-replicas.html")
    @TwinOnly
    void edgeReplicasHoldAFunctionForHours() {
        create("edge", b -> b.publish(true));
        create("edge-2", b -> b.publish(true));
        aws.pass(Duration.ofMinutes(1));
        aws.twin().lambda().replicate(ARN + ":1", DISTRIBUTION);
        aws.twin().lambda().replicate(ARN + ":1", DISTRIBUTION + "2");
        aws.twin().lambda().withdraw(ARN + ":1", DISTRIBUTION + "2");
        aws.pass(Duration.ofHours(9));
        assertDeletionRefused("edge");
        aws.twin().lambda().withdraw(ARN + ":1", DISTRIBUTION);
        aws.pass(Duration.ofMinutes(119));
        assertDeletionRefused("edge");
        assertDeletionRefused("edge:1");

        lambda.deleteFunction(b -> b.functionName("edge-2"));
        aws.pass(Duration.ofMinutes(1));
        lambda.deleteFunction(b -> b.functionName("edge"));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "lambda-at-edge-function-restrictions.html")
    @TwinOnly
    void cloudFrontSeesPublishedVersionsOnly() {
        create("edge", b -> b.publish(true).environment(e -> e.variables(Map.of("STAGE", "test"))));

        assertThat(aws.twin().lambda().version(ARN)).isEmpty();
        assertThat(aws.twin().lambda().version(ARN + ":$LATEST")).isEmpty();
        assertThat(aws.twin().lambda().version(ARN + ":2")).isEmpty();
        assertThat(aws.twin().lambda().version(ARN + ":1")).hasValueSatisfying(version -> {
            assertThat(version.state()).isEqualTo("Pending");
            assertThat(version.runtime()).isEqualTo("nodejs22.x");
            assertThat(version.handler()).isEqualTo("index.handler");
            assertThat(version.hasEnvironment()).isTrue();
            assertThat(version.zip()).isEqualTo(zip(100).asByteArray());
        });
    }

    @Test
    @AwsPage(LAMBDA_API + "AddPermission.html")
    void permissionsMakeAPolicy() {
        active("edge");
        String statement = lambda.addPermission(b -> b.functionName("edge")
                        .statementId("cloudfront")
                        .action("lambda:InvokeFunction")
                        .principal("edgelambda.amazonaws.com")
                        .sourceArn(DISTRIBUTION))
                .statement();

        assertThat(statement)
                .isEqualTo("{\"Sid\":\"cloudfront\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                        + "\"edgelambda.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"" + ARN
                        + "\",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":\"" + DISTRIBUTION + "\"}}}");
        assertThat(lambda.getPolicy(b -> b.functionName("edge")).policy()).contains(statement);
        assertThatThrownBy(() -> lambda.addPermission(b -> b.functionName("edge")
                        .statementId("cloudfront")
                        .action("lambda:InvokeFunction")
                        .principal("123456789012")))
                .isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> lambda.addPermission(b -> b.functionName("edge")
                        .statementId("other")
                        .action("lambda:InvokeFunction")
                        .principal("nobody")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("principal");
        lambda.removePermission(b -> b.functionName("edge").statementId("cloudfront"));
        assertThatThrownBy(() ->
                        lambda.removePermission(b -> b.functionName("edge").statementId("cloudfront")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> lambda.getPolicy(b -> b.functionName("edge")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> lambda.addPermission(b -> b.functionName("absent")
                        .statementId("s")
                        .action("lambda:InvokeFunction")
                        .principal("123456789012")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "configuration-aliases.html")
    @TwinOnly
    void anAliasNamesAVersion() {
        aws.twin().lambda().serve("edge", invocation -> "1".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> create("edge")).as("the host has it").isInstanceOf(ResourceConflictException.class);
        create("other", b -> b.publish(true));
        aws.pass(Duration.ofMinutes(1));
        aws.twin().lambda().serve("other", invocation -> "2".getBytes(StandardCharsets.UTF_8));

        assertThat(lambda.createAlias(b -> b.functionName("other").name("live").functionVersion("1"))
                        .aliasArn())
                .endsWith("function:other:live");
        assertThat(configuration("other:live").version()).isEqualTo("1");
        assertThat(lambda.invoke(b -> b.functionName("other").qualifier("live")).executedVersion())
                .isEqualTo("1");
        assertThatThrownBy(() -> lambda.createAlias(
                        b -> b.functionName("other").name("live").functionVersion("1")))
                .isInstanceOf(ResourceConflictException.class);
        assertThatThrownBy(() -> lambda.updateAlias(
                        b -> b.functionName("other").name("live").functionVersion("9")))
                .isInstanceOf(ResourceNotFoundException.class);
        lambda.updateAlias(b -> b.functionName("other").name("live").functionVersion("$LATEST"));
        assertThat(lambda.listAliases(b -> b.functionName("other")).aliases())
                .singleElement()
                .satisfies(alias -> assertThat(alias.functionVersion()).isEqualTo("$LATEST"));
        lambda.deleteAlias(b -> b.functionName("other").name("live"));
        assertThatThrownBy(() -> lambda.getAlias(b -> b.functionName("other").name("live")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    @AwsPage(undocumented = "the twin's own: functions run what their host supplies")
    @TwinOnly
    void aCreatedFunctionRunsTheHostsCodeUnderItsOwnLimits() {
        active("edge");
        assertThatThrownBy(() -> lambda.invoke(b -> b.functionName("edge")))
                .isInstanceOf(InvalidRuntimeException.class)
                .hasMessageContaining("no code");

        aws.twin().lambda().serve("edge", invocation -> String.valueOf(
                        Duration.between(aws.twin().clock().instant(), invocation.deadline())
                                .toSeconds())
                .getBytes(StandardCharsets.UTF_8));
        assertThat(lambda.invoke(b -> b.functionName("edge")).payload().asUtf8String())
                .isEqualTo("5");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: functions that a host serves without creating them")
    @TwinOnly
    void aHostsFunctionLooksLikeAnyOther() {
        aws.twin().lambda().serve("hosted", Invocation::payload);

        assertThat(configuration("hosted").state()).isEqualTo(State.ACTIVE);
        assertThat(lambda.getFunction(b -> b.functionName("hosted"))
                        .configuration()
                        .functionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:hosted");
    }

    @Test
    @AwsPage(LAMBDA_API + "GetFunction.html")
    @TwinOnly
    void throttlingIsHttp429() {
        aws.twin().faults().on("lambda", "GetFunction").throttle(1);
        active("edge");
        lambda.getFunction(b -> b.functionName("edge"));

        assertThatThrownBy(() -> lambda.getFunction(b -> b.functionName("edge")))
                .isInstanceOf(TooManyRequestsException.class)
                .satisfies(error ->
                        assertThat(((LambdaException) error).statusCode()).isEqualTo(429));
    }

    @Test
    @AwsPage(PERMISSIONS + "awslambda.html")
    @TwinOnly
    void theCallLogKnowsThatCreationPassesARoleAndTags() {
        create("edge", b -> b.tags(Map.of("a", "b")));

        Call call = aws.twin()
                .calls()
                .where(one -> one.name().equals("lambda:CreateFunction"))
                .get(0);
        assertThat(call.iamActions())
                .containsExactlyInAnyOrder("lambda:CreateFunction", "iam:PassRole", "lambda:TagResource");
        assertThat(call.resources()).containsExactly(ARN, "arn:aws:iam::123456789012:role/edge");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    @TwinOnly
    void functionsAndReplicasSurviveAKilledProcess(@TempDir Path folder) {
        Twin first = Twin.builder().dataFolder(folder).start();
        try (LambdaClient client = SdkClients.of(first, LambdaClient.builder())) {
            client.createFunction(request("edge").publish(true).build());
            first.lambda().replicate(ARN + ":1", DISTRIBUTION);
            client.listFunctions();
        }
        first.close();

        Twin second = Twin.builder().dataFolder(folder).start();
        try (LambdaClient client = SdkClients.of(second, LambdaClient.builder())) {
            second.clock().advance(Duration.ofMinutes(1));
            assertThat(client.getFunctionConfiguration(b -> b.functionName(ARN + ":1"))
                            .state())
                    .isEqualTo(State.ACTIVE);
            assertThatThrownBy(() -> client.deleteFunction(b -> b.functionName("edge")))
                    .hasMessageContaining("replicated function");
        }
        second.close();
    }

    private void assertDeletionRefused(String function) {
        assertThatThrownBy(() -> lambda.deleteFunction(b -> b.functionName(function)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Lambda was unable to delete " + ARN + ":1 because it is a replicated function.");
    }

    private void refused(String message, Consumer<CreateFunctionRequest.Builder> change) {
        assertThatThrownBy(() -> create("refused", change))
                .isInstanceOf(LambdaException.class)
                .hasMessageContaining(message);
    }

    private CreateFunctionResponse create(String name) {
        return create(name, b -> {});
    }

    private CreateFunctionResponse create(String name, Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder request = request(name);
        change.accept(request);
        return lambda.createFunction(request.build());
    }

    private GetFunctionConfigurationResponse active(String name) {
        create(name);
        aws.pass(Duration.ofSeconds(5));
        return configuration(name);
    }

    private GetFunctionConfigurationResponse configuration(String function) {
        return lambda.getFunctionConfiguration(b -> b.functionName(function));
    }

    private static CreateFunctionRequest.Builder request(String name) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .role("arn:aws:iam::123456789012:role/edge")
                .runtime("nodejs22.x")
                .handler("index.handler")
                .timeout(5)
                .code(c -> c.zipFile(zip(100)));
    }

    /** A package with one file of that many random bytes. */
    private static SdkBytes zip(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("index.js");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}
