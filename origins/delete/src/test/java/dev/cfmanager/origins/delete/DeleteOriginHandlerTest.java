// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.origins.Buckets;
import dev.cfmanager.origins.OaiGrant;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;

@ExtendWith(TwinExtension.class)
class DeleteOriginHandlerTest {
    private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E0LOST";

    private DeletionStage stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = DeletionStage.on(twin);
    }

    /** Defects B-8, B-17 and O-4. */
    @Test
    void deletesBucketWithVersionsMarkersAndUploadsAccessControlAndRecordInTheBucketsRegion() {
        Origin origin = stage.filled("origin-0000000a");

        GatewayAnswer answer = stage.delete(origin);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data())
                .isEqualTo(Json.parseOwn("{\"originId\":\"origin-0000000a\",\"originName\":\"Origin origin-0000000a\","
                        + "\"cleanupResults\":{\"bucketEmptied\":true,\"bucketDeleted\":true,\"oacDeleted\":true,"
                        + "\"recordDeleted\":true}}"));
        stage.assertGone(origin);
        assertThat(stage.delete(origin).status()).isEqualTo(404);
    }

    /** Defects V-9 and B-10. */
    @Test
    void refusesWhileADistributionReadsItAndNamesThatDistribution() {
        Origin origin = stage.filled("origin-0000000a");
        Distribution distribution = distribution("Shop window", origin.id());

        GatewayAnswer answer = stage.delete(origin, "true");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("CONFLICT");
        assertThat(answer.message()).contains("Shop window");
        JsonNode using = answer.body().at("/details/usingDistributions");
        assertThat(using).hasSize(1);
        assertThat(using.at("/0/name").asText()).isEqualTo("Shop window");
        assertThat(using.at("/0/id").asText()).isEqualTo(distribution.id());
        stage.assertUntouched(origin);
        assertThat(stage.stage().settled(distribution).grantedOriginIds()).containsExactly(origin.id());
    }

    /** Defect B-10. */
    @Test
    void refusesWhileARecordNamesItsBucketUnderAnyOfItsHosts() {
        Distribution distribution = stage.stage()
                .created(SampleDistributions.request(
                        "Foreign", "custom-origin-1", "origin-0000000a-bucket.s3-eu-central-1.amazonaws.com"));
        Origin origin = stage.filled("origin-0000000a");

        GatewayAnswer answer = stage.delete(origin);

        assertThat(distribution.originIds()).isEmpty();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).contains("Foreign");
        stage.assertUntouched(origin);
    }

    /** Defect B-10. */
    @Test
    void refusesWhileItsOwnRecordNamesAReaderThatNoOtherRecordKnows() {
        Origin origin = stage.filled("origin-0000000a");
        Origin other = stage.filled("origin-0000000b");
        stage.origins().addDistribution(origin.id(), ARN);
        stage.origins().putGrant(other.id(), "dist-1", new OaiGrant(ARN, "E1OAI", "canonical"));

        for (Origin each : List.of(origin, other)) {
            GatewayAnswer answer = stage.delete(each);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body().at("/details/usingDistributions/0/arn").asText())
                    .isEqualTo(ARN);
            stage.assertUntouched(each);
        }
    }

    /** Whatever the tables say: CloudFront knows who signs with an access control. */
    @Test
    void refusesWhileADistributionThatNobodyRecordedUsesItsAccessControl() {
        Origin origin = stage.filled("origin-0000000a");
        CreateDistributionResponse foreign = stage.cloudFront()
                .createDistribution(create -> create.distributionConfig(config -> config.callerReference("by hand")
                        .comment("")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(item -> item.id("o")
                                .domainName(origin.bucketName() + ".s3.eu-central-1.amazonaws.com")
                                .originAccessControlId(origin.oacId().orElseThrow())
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("o")
                                .viewerProtocolPolicy("allow-all")
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6"))));

        assertThat(stage.delete(origin).status()).isEqualTo(409);

        stage.assertUntouched(origin);
        assertThat(foreign.distribution().id()).isNotBlank();
    }

    /** Defect B-10: what cannot be checked is in use. */
    @ParameterizedTest
    @CsvSource({"400, AccessDeniedException", "500, InternalServerError", "400, ThrottlingException"})
    void touchesNothingWhenItCannotBeToldWhoUsesIt(int status, String code, Twin twin) {
        Origin origin = stage.filled("origin-0000000a");
        IntStream.rangeClosed(1, 2).forEach(question -> {
            twin.faults().on("dynamodb", "Scan").fromCall(question).fail(status, code);
            twin.calls().reset();

            GatewayAnswer answer = stage.delete(origin);

            twin.faults().clear();
            assertThat(answer.status()).as("question %d", question).isIn(429, 500, 502, 503);
            assertThat(twin.calls()
                            .where(call -> call.service().equals("s3")
                                    && (call.operation().startsWith("Delete")
                                            || call.operation().startsWith("Put"))))
                    .isEmpty();
            stage.assertUntouched(origin);
        });
    }

    /** Defect S-10. */
    @Test
    void leavesAnAttachedBucketAsItIsButForWhatTheManagerWroteIntoIt() {
        Origin origin = stage.filled("origin-0000000a");
        String foreign =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Theirs\",\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"s3:GetObject\",\"Resource\":"
                        + "\"arn:aws:s3:::" + origin.bucketName() + "/*\"}]}";
        stage.s3(origin).putBucketPolicy(put -> put.bucket(origin.bucketName()).policy(foreign));
        stage.s3(origin).putPublicAccessBlock(put -> put.bucket(origin.bucketName())
                .publicAccessBlockConfiguration(block -> block.blockPublicPolicy(false)));
        stage.origins()
                .update(origin.toBuilder()
                        .attached(true)
                        .publicRead(true)
                        .policyVersion(1)
                        .build());
        new OriginAccess(stage.environment(), stage.origins()).repair(origin.id());
        assertThat(policy(origin)).contains("PublicReadGetObject");

        GatewayAnswer answer = stage.delete(origin, "true");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/cleanupResults/bucketEmptied").asBoolean())
                .isFalse();
        assertThat(answer.data().at("/cleanupResults/bucketDeleted").asBoolean())
                .isFalse();
        assertThat(answer.data().at("/cleanupResults/recordDeleted").asBoolean())
                .isTrue();
        assertThat(stage.versions(origin)).isEqualTo(DeletionStage.FILLED);
        assertThat(policy(origin)).contains("Theirs").doesNotContain("PublicReadGetObject");
        assertThat(stage.s3(origin)
                        .getPublicAccessBlock(get -> get.bucket(origin.bucketName()))
                        .publicAccessBlockConfiguration()
                        .blockPublicPolicy())
                .isTrue();
        assertThat(stage.accessControls()).isEmpty();
    }

    @Test
    void takesAPolicyThatWasAllItsOwnOffAnAttachedBucket() {
        Origin origin = stage.empty("origin-0000000a");
        stage.s3(origin).putPublicAccessBlock(put -> put.bucket(origin.bucketName())
                .publicAccessBlockConfiguration(block -> block.blockPublicPolicy(false)));
        stage.origins()
                .update(origin.toBuilder()
                        .attached(true)
                        .publicRead(true)
                        .policyVersion(1)
                        .build());
        new OriginAccess(stage.environment(), stage.origins()).repair(origin.id());

        assertThat(stage.delete(origin).status()).isEqualTo(200);

        assertThat(stage.stage().policy(origin.bucketName(), origin.region())).isEmpty();
        assertThat(stage.buckets()).contains(origin.bucketName());
    }

    /** Defect S-10: a name in a record proves nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", "origin-ffffffff"})
    void neverEmptiesABucketWhoseTagDoesNotNameTheOrigin(String tag) {
        Origin origin = stage.filled("origin-0000000a");
        stage.s3(origin).deleteBucketTagging(delete -> delete.bucket(origin.bucketName()));
        if (!tag.isEmpty()) {
            stage.s3(origin).putBucketTagging(put -> put.bucket(origin.bucketName())
                    .tagging(tags ->
                            tags.tagSet(each -> each.key(Buckets.ORIGIN_TAG).value(tag))));
        }

        GatewayAnswer answer = stage.delete(origin, "true");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/cleanupResults/bucketDeleted").asBoolean())
                .isFalse();
        assertThat(stage.versions(origin)).isEqualTo(DeletionStage.FILLED);
        assertThat(stage.origins().find(origin.id())).isEmpty();
    }

    @Test
    void asksBeforeItEmptiesABucketWhereTheStackOrTheRequestWantsThat() {
        Origin origin = stage.filled("origin-0000000a");

        GatewayAnswer unwanted = stage.delete(origin, "false");
        stage.stage().test().with(EnvironmentVariable.ORIGIN_DELETE_MODE, "confirm");
        GatewayAnswer unconfirmed = stage.delete(origin);

        for (GatewayAnswer answer : List.of(unwanted, unconfirmed)) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.message()).contains("5 objects", "?purge=true");
            assertThat(answer.body().at("/details/objectCount").intValue()).isEqualTo(DeletionStage.FILLED);
            stage.assertUntouched(origin);
        }
        assertThat(stage.delete(origin, "true").status()).isEqualTo(200);
        stage.assertGone(origin);
        Origin empty = stage.empty("origin-0000000b");
        assertThat(stage.delete(empty).status()).isEqualTo(200);
        stage.assertGone(empty);
    }

    /** Defect B-17. */
    @Test
    void deletesInBatchesAndGoesOnInTheNextRequestWhenTimeIsOver(Twin twin) {
        stage.stage().test().with(EnvironmentVariable.ORIGIN_DELETE_MODE, "confirm");
        Origin origin = stage.empty("origin-0000000a");
        for (int i = 0; i < 2100; i++) {
            String key = "object-" + i;
            stage.s3(origin).putObject(put -> put.bucket(origin.bucketName()).key(key), RequestBody.fromString("x"));
        }
        twin.calls().reset();

        GatewayAnswer first = hurried(origin, "true");
        GatewayAnswer second = hurried(origin, "true");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.data().at("/cleanupResults/bucketEmptied").asBoolean(true))
                .isFalse();
        assertThat(first.data().at("/originName").asText()).isEqualTo(origin.name());
        assertThat(second.status()).isEqualTo(202);
        assertThat(stage.versions(origin)).isEqualTo(100);
        assertThat(stage.stored(origin).state()).isEqualTo(OriginState.DELETING);
        // What was confirmed once need not be confirmed again.
        assertThat(hurried(origin, "false").status()).isEqualTo(200);
        stage.assertGone(origin);
        assertThat(twin.calls().count("s3:DeleteObjects")).isEqualTo(3);
    }

    @Test
    void countsWhatIsMissingAsDone() {
        Origin origin = stage.empty("origin-0000000a");
        stage.s3(origin).deleteBucket(delete -> delete.bucket(origin.bucketName()));
        stage.cloudFront().deleteOriginAccessControl(delete -> delete.id(
                        origin.oacId().orElseThrow())
                .ifMatch(stage.cloudFront()
                        .getOriginAccessControl(get -> get.id(origin.oacId().orElseThrow()))
                        .eTag()));
        Origin attached = stage.empty("origin-0000000b");
        stage.s3(attached).deleteBucket(delete -> delete.bucket(attached.bucketName()));
        stage.origins()
                .update(attached.toBuilder().attached(true).publicRead(true).build());

        for (Origin each : List.of(origin, attached)) {
            GatewayAnswer answer = stage.delete(each);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.data().path("cleanupResults"))
                    .allSatisfy(done -> assertThat(done.asBoolean()).isTrue());
            stage.assertGone(each);
        }
    }

    /** Defect O-4. */
    @Test
    void deletesAnAccessControlThatChangedMeanwhile(Twin twin) {
        Origin origin = stage.empty("origin-0000000a");
        twin.faults().on("cloudfront", "DeleteOriginAccessControl").call(1).fail(412, "PreconditionFailed");

        assertThat(stage.delete(origin).status()).isEqualTo(200);

        stage.assertGone(origin);
    }

    @Test
    void saysWhyItStoppedAndGoesOnWithTheNextRequest(Twin twin) {
        Origin origin = stage.filled("origin-0000000a");
        twin.faults().on("s3", "DeleteBucket").fail(403, "AccessDenied");

        GatewayAnswer refused = stage.delete(origin);
        twin.faults().clear();

        assertThat(refused.code()).isEqualTo("AWS_ACCESS_DENIED");
        assertThat(stage.stored(origin).state()).isEqualTo(OriginState.DELETING);
        assertThat(stage.stored(origin).errorMessage().orElseThrow()).contains("permission");
        assertThat(stage.delete(origin).status()).isEqualTo(200);
        stage.assertGone(origin);
    }

    @Test
    void saysHowManyObjectsS3DidNotDelete(Twin twin) {
        Origin origin = stage.filled("origin-0000000a");
        twin.faults()
                .on("s3", "DeleteObjects")
                .answer(
                        200,
                        "<DeleteResult><Error><Key>index.html</Key><Code>AccessDenied</Code>"
                                + "<Message>Access Denied because object protected by object lock.</Message></Error>"
                                + "</DeleteResult>");

        GatewayAnswer answer = stage.delete(origin);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).contains("1 objects", "AccessDenied");
        assertThat(stage.stored(origin).errorMessage()).contains(answer.message());
    }

    @Test
    void leavesAloneWhatAnotherRequestIsWorkingOn(Twin twin) {
        Origin origin = stage.filled("origin-0000000a");
        Origin changing = stage.filled("origin-0000000b");
        stage.origins()
                .update(origin.toBuilder()
                        .state(OriginState.DELETING)
                        .busyUntil(twin.clock().instant().plusSeconds(10))
                        .build());
        stage.origins()
                .update(changing.toBuilder()
                        .busyUntil(twin.clock().instant().plusSeconds(10))
                        .build());

        assertThat(stage.delete(origin).status()).isEqualTo(202);
        assertThat(stage.delete(changing).status()).isEqualTo(409);

        assertThat(stage.versions(origin)).isEqualTo(DeletionStage.FILLED);
        assertThat(stage.versions(changing)).isEqualTo(DeletionStage.FILLED);
        twin.clock().advance(Duration.ofSeconds(10));
        assertThat(stage.delete(origin).status()).isEqualTo(200);
        assertThat(stage.delete(changing).status()).isEqualTo(200);
    }

    /** Defect O-6. */
    @Test
    void clearsAwayWhatADyingCreationLeft() {
        Origin origin = stage.empty("origin-0000000a");
        stage.origins()
                .update(origin.toBuilder()
                        .state(OriginState.CREATING)
                        .oacId(null)
                        .build());

        assertThat(stage.delete(origin).status()).isEqualTo(200);

        assertThat(stage.buckets()).isEmpty();
        assertThat(stage.origins().find(origin.id())).isEmpty();
    }

    @Test
    void neverComesBackToLifeAsFinishedWhenItsCreationNeverWas(Twin twin) {
        Origin origin = stage.empty("origin-0000000a");
        stage.origins().update(origin.toBuilder().state(OriginState.CREATING).build());
        twin.faults().on("dynamodb", "Scan").call(2).fail(400, "AccessDeniedException");

        assertThat(stage.delete(origin).status()).isEqualTo(500);

        assertThat(stage.stored(origin).state()).isEqualTo(OriginState.DELETING);
        twin.faults().clear();
        assertThat(stage.delete(origin).status()).isEqualTo(200);
    }

    /** Defect S-3. */
    @Test
    void letsOnlyAdministratorsDelete() {
        Origin origin = stage.filled("origin-0000000a");

        assertThat(DeletionStage.call(origin).as("ReadOnly").to(stage.handler()).status())
                .isEqualTo(403);
        assertThat(DeletionStage.call(origin)
                        .as("Operators")
                        .to(stage.handler())
                        .status())
                .isEqualTo(403);
        stage.assertUntouched(origin);
    }

    @Test
    void refusesWhatIsNoAnswerToWhetherContentsGo() {
        Origin origin = stage.filled("origin-0000000a");

        GatewayAnswer answer = stage.delete(origin, "maybe");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).startsWith("purge:");
        assertThat(GatewayCall.of("DELETE", "/origins/{id}")
                        .path("id", "origin-99999999")
                        .to(stage.handler())
                        .status())
                .isEqualTo(404);
        stage.assertUntouched(origin);
    }

    @Test
    void refusesWhileSeveralOriginsDistributionsReadThroughAnIdentity() {
        Origin origin = stage.filled("origin-0000000a");
        stage.origins()
                .update(origin.toBuilder()
                        .oaiGrants(Map.of("dist-1", new OaiGrant(ARN, "E1OAI", "canonical")))
                        .build());

        assertThat(stage.delete(origin).status()).isEqualTo(409);

        stage.assertUntouched(origin);
    }

    private Distribution distribution(String name, String originId) {
        return stage.stage().created(SampleDistributions.request(name, "managed-origin-1", originId));
    }

    private GatewayAnswer hurried(Origin origin, String purge) {
        return DeletionStage.call(origin)
                .query("purge", purge)
                .within(Duration.ofSeconds(1))
                .to(stage.handler());
    }

    private String policy(Origin origin) {
        return stage.s3(origin)
                .getBucketPolicy(get -> get.bucket(origin.bucketName()))
                .policy();
    }
}
