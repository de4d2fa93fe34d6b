// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.OriginsOnTwin;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@ExtendWith(TwinExtension.class)
class UpdateOriginHandlerTest {
    private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E1";
    private static final String CORS =
            "{\"CORSRules\":[{\"AllowedOrigins\":[\"*\"],\"AllowedMethods\":[\"GET\"],\"AllowedHeaders\":[\"*\"],\"MaxAgeSeconds\":3000}]}";
    private static final String WEBSITE =
            "{\"IndexDocument\":{\"Suffix\":\"home.html\"},\"ErrorDocument\":{\"Key\":\"oops.html\"}}";

    private OriginsOnTwin stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = OriginsOnTwin.on(twin);
        stage.active("origin-1", "eu-central-1");
    }

    /** Defect B-1: what the SPA sends for a mere rename. */
    @Test
    void renamesWithoutTouchingAnythingInS3(Twin twin) {
        new OriginAccess(stage.environment(), stage.origins()).grantDistribution("origin-1", ARN);
        String policy = policy().orElseThrow();
        twin.calls().reset();

        GatewayAnswer answer = put(
                "{\"name\":\"New name\",\"isWebsiteEnabled\":false,\"websiteConfiguration\":null,\"corsConfiguration\":null}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/origin/name").asText()).isEqualTo("New name");
        assertThat(answer.data().at("/origin/distributionArns/0").asText()).isEqualTo(ARN);
        assertThat(answer.data().at("/origin/oacId").asText()).isEqualTo("E-origin-1");
        assertThat(twin.calls()
                        .where(call ->
                                call.service().equals("s3") || call.service().equals("cloudfront")))
                .isEmpty();
        assertThat(policy()).contains(policy);
    }

    @Test
    void writesDownWhoChangedItAndWhen(Twin twin) {
        twin.clock().advance(Duration.ofHours(1));

        JsonNode origin = put("{\"name\":\"Renamed\"}").data().path("origin");

        assertThat(origin.path("updatedAt").asText()).isEqualTo("2026-01-01T01:00:00.000Z");
        assertThat(origin.path("createdAt").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(origin.path("version").asInt()).isEqualTo(2);
    }

    @Test
    void switchesWebsiteAndCorsOnInTheBucketsRegion(Twin twin) {
        GatewayAnswer answer = put("{\"isWebsiteEnabled\":true,\"websiteConfiguration\":" + WEBSITE
                + ",\"corsConfiguration\":" + CORS + "}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().at("/origin/websiteConfiguration").toString()).isEqualTo(WEBSITE);
        assertThat(s3().getBucketWebsite(get -> get.bucket("origin-1-bucket"))
                        .errorDocument()
                        .key())
                .isEqualTo("oops.html");
        assertThat(s3().getBucketCors(get -> get.bucket("origin-1-bucket")).corsRules())
                .hasSize(1);
        assertThat(twin.calls().where(call -> call.name().startsWith("s3:PutBucket")))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.caller().region()).isEqualTo("eu-central-1"));
        assertThat(stored().busyUntil()).isEmpty();
        assertThat(stored().unsettled()).isEmpty();
    }

    /** Defect B-16. */
    @Test
    void removesWhatIsNullAndKeepsWhatIsAbsent() {
        put("{\"isWebsiteEnabled\":true,\"websiteConfiguration\":" + WEBSITE + ",\"corsConfiguration\":" + CORS + "}");

        GatewayAnswer answer = put("{\"corsConfiguration\":null}");

        assertThat(answer.data().at("/origin/corsConfiguration").isNull()).isTrue();
        assertThat(answer.data().at("/origin/websiteConfiguration").toString()).isEqualTo(WEBSITE);
        assertThat(code(() -> s3().getBucketCors(get -> get.bucket("origin-1-bucket"))))
                .isEqualTo("NoSuchCORSConfiguration");
        assertThat(s3().getBucketWebsite(get -> get.bucket("origin-1-bucket"))
                        .indexDocument()
                        .suffix())
                .isEqualTo("home.html");
    }

    /** Defect B-7. */
    @Test
    void switchesWebsiteHostingOffAndLeavesReadersAlone() {
        new OriginAccess(stage.environment(), stage.origins()).grantDistribution("origin-1", ARN);
        put("{\"isWebsiteEnabled\":true}");
        String policy = policy().orElseThrow();

        GatewayAnswer answer = put("{\"isWebsiteEnabled\":false,\"websiteConfiguration\":null}");

        assertThat(answer.data().at("/origin/isWebsiteEnabled").asBoolean()).isFalse();
        assertThat(code(() -> s3().getBucketWebsite(get -> get.bucket("origin-1-bucket"))))
                .isEqualTo("NoSuchWebsiteConfiguration");
        assertThat(policy()).contains(policy);
    }

    @Test
    void keepsTheDocumentsWhenHostingIsOnlySwitchedOnAgain() {
        put("{\"websiteConfiguration\":" + WEBSITE + "}");

        JsonNode origin = put("{\"isWebsiteEnabled\":true}").data().path("origin");

        assertThat(origin.path("websiteConfiguration").toString()).isEqualTo(WEBSITE);
    }

    @Test
    void letsReadersListWhenMissingObjectsShallBe404() {
        new OriginAccess(stage.environment(), stage.origins()).grantDistribution("origin-1", ARN);

        assertThat(put("{\"missingObjects\":\"404\"}")
                        .data()
                        .at("/origin/missingObjects")
                        .asText())
                .isEqualTo("404");

        assertThat(policy().orElseThrow()).contains("s3:ListBucket").contains(ARN);
        put("{\"missingObjects\":\"403\"}");
        assertThat(policy().orElseThrow()).doesNotContain("s3:ListBucket");
    }

    @Test
    void opensAndShutsABucketOnlyWhereTheStackAgrees() {
        assertThat(put("{\"allowPublicRead\":true}").status()).isEqualTo(400);
        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "true");

        assertThat(put("{\"allowPublicRead\":true}").status()).isEqualTo(200);
        assertThat(policy().orElseThrow()).contains("PublicReadGetObject");

        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "false");
        assertThat(put("{\"allowPublicRead\":false}").status()).isEqualTo(200);
        assertThat(policy()).isEmpty();
        assertThat(s3().getPublicAccessBlock(get -> get.bucket("origin-1-bucket"))
                        .publicAccessBlockConfiguration()
                        .blockPublicPolicy())
                .isTrue();
    }

    @Test
    void changesTheTagsItSetAndNoOthers() {
        s3().putBucketTagging(tag -> tag.bucket("origin-1-bucket")
                .tagging(tagging -> tagging.tagSet(
                        own -> own.key("cloudfront-manager:origin-id").value("origin-1"),
                        theirs -> theirs.key("cost").value("42"))));

        put("{\"tags\":{\"team\":\"web\",\"stage\":\"test\"}}");
        put("{\"tags\":{\"team\":\"shop\"}}");

        assertThat(stage.tags("origin-1-bucket", "eu-central-1"))
                .containsOnlyKeys("cloudfront-manager:origin-id", "cost", "team")
                .containsEntry("team", "shop");
    }

    @Test
    void neverMovesAnOriginToAnotherBucketOrRegion() {
        assertThat(put("{\"bucketName\":\"other\"}").message()).startsWith("bucketName: cannot be changed");
        assertThat(put("{\"region\":\"us-east-1\"}").message()).startsWith("region: cannot be changed");
        assertThat(put("{\"bucketName\":\"origin-1-bucket\",\"region\":\"eu-central-1\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesUnfitFieldsMissingOriginsAndOldVersions() {
        assertThat(put("{\"name\":\"\",\"corsConfiguration\":[],\"isWebsiteEnabled\":3}")
                        .body()
                        .path("errors"))
                .hasSize(3);
        assertThat(GatewayCall.of("PUT", "/origins/{id}")
                        .path("id", "origin-none")
                        .body("{\"name\":\"x\"}")
                        .to(new UpdateOriginHandler(stage.environment()))
                        .status())
                .isEqualTo(404);
        put("{\"name\":\"Second\"}");
        GatewayAnswer old = put("{\"name\":\"Third\",\"version\":1}");
        assertThat(old.status()).isEqualTo(409);
        assertThat(old.message()).contains("version 1").contains("version 2");
        assertThat(put("{\"name\":\"Third\",\"version\":2}").status()).isEqualTo(200);
    }

    @Test
    void changesNothingThatIsBeingDeletedOrCreated() {
        stage.origins().update(stored().toBuilder().state(OriginState.DELETING).build());

        assertThat(put("{\"name\":\"x\"}").status()).isEqualTo(409);
    }

    @Test
    void undoesWhatS3Refuses(Twin twin) {
        put("{\"isWebsiteEnabled\":true,\"websiteConfiguration\":" + WEBSITE + "}");
        twin.faults().on("s3", "PutBucketCors").fail(400, "MalformedXML");

        GatewayAnswer answer =
                put("{\"isWebsiteEnabled\":false,\"websiteConfiguration\":null,\"corsConfiguration\":" + CORS + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(s3().getBucketWebsite(get -> get.bucket("origin-1-bucket"))
                        .indexDocument()
                        .suffix())
                .isEqualTo("home.html");
        assertThat(stored().websiteEnabled()).isTrue();
        assertThat(stored().unsettled()).isEmpty();
        assertThat(stored().busyUntil()).isEmpty();
    }

    @Test
    void settlesWithTheNextChangeWhatCouldNeitherBeDoneNorUndone(Twin twin) {
        twin.faults().on("s3", "PutBucketCors").fail(400, "MalformedXML");
        twin.faults().on("s3", "DeleteBucketWebsite").fail(403, "AccessDenied");
        assertThat(put("{\"isWebsiteEnabled\":true,\"corsConfiguration\":" + CORS + "}")
                        .status())
                .isEqualTo(400);
        assertThat(stored().errorMessage().orElseThrow()).contains("not finished");
        twin.faults().clear();

        assertThat(put("{\"name\":\"Renamed\"}").status()).isEqualTo(200);

        assertThat(code(() -> s3().getBucketWebsite(get -> get.bucket("origin-1-bucket"))))
                .isEqualTo("NoSuchWebsiteConfiguration");
        assertThat(stored().errorMessage()).isEmpty();
        assertThat(stored().unsettled()).isEmpty();
    }

    @Test
    void losesNoReaderThatComesDuringAChange(Twin twin) {
        OriginAccess access = new OriginAccess(stage.environment(), stage.origins());
        Origin before = stored();
        access.grantDistribution("origin-1", ARN);

        put("{\"corsConfiguration\":" + CORS + "}");

        assertThat(before.distributionArns()).isEmpty();
        assertThat(stored().distributionArns()).containsExactly(ARN);
        assertThat(policy().orElseThrow()).contains(ARN);
    }

    @Test
    void isFinishedByTheSameRequestAfterDyingAnywhere() {
        String body =
                "{\"name\":\"After\",\"isWebsiteEnabled\":true,\"missingObjects\":\"404\",\"allowPublicRead\":true,"
                        + "\"tags\":{\"team\":\"web\"},\"corsConfiguration\":" + CORS + "}";
        String back =
                "{\"name\":\"Before\",\"isWebsiteEnabled\":false,\"missingObjects\":\"403\",\"allowPublicRead\":false,"
                        + "\"tags\":{},\"corsConfiguration\":null}";
        int survived = CrashSweep.of(twin -> putOn(twin, body))
                .given(twin -> OriginsOnTwin.on(twin).active("origin-1", "eu-central-1"))
                .then(twin -> {
                    twin.clock().advance(Duration.ofMinutes(2));
                    assertThat(putOn(twin, body).status()).isEqualTo(200);
                    OriginsOnTwin after = OriginsOnTwin.again(twin);
                    Origin origin = after.origins().find("origin-1").orElseThrow();
                    assertThat(origin.name()).isEqualTo("After");
                    assertThat(origin.unsettled()).isEmpty();
                    assertThat(origin.policyApplied()).isEqualTo(origin.policyVersion());
                    assertThat(after.policy(origin).orElseThrow()).contains("PublicReadGetObject");
                    assertThat(after.tags("origin-1-bucket", "eu-central-1")).containsEntry("team", "web");

                    assertThat(putOn(twin, back).status()).isEqualTo(200);
                    assertThat(after.policy(origin)).isEmpty();
                });
        int undone = CrashSweep.of(twin -> putOn(twin, back))
                .given(twin -> {
                    OriginsOnTwin.on(twin).active("origin-1", "eu-central-1");
                    putOn(twin, body);
                })
                .then(twin -> {
                    twin.clock().advance(Duration.ofMinutes(2));
                    assertThat(putOn(twin, "{\"allowPublicRead\":false,\"corsConfiguration\":null,\"tags\":{}}")
                                    .status())
                            .isEqualTo(200);
                    OriginsOnTwin after = OriginsOnTwin.again(twin);
                    Origin origin = after.origins().find("origin-1").orElseThrow();
                    assertThat(after.policy(origin)).isEmpty();
                    assertThat(after.s3("eu-central-1")
                                    .getPublicAccessBlock(get -> get.bucket("origin-1-bucket"))
                                    .publicAccessBlockConfiguration()
                                    .restrictPublicBuckets())
                            .isTrue();
                });

        assertThat(survived).isGreaterThanOrEqualTo(20);
        assertThat(undone).isGreaterThanOrEqualTo(20);
    }

    private GatewayAnswer put(String body) {
        return GatewayCall.of("PUT", "/origins/{id}")
                .path("id", "origin-1")
                .body(body)
                .to(new UpdateOriginHandler(stage.environment()));
    }

    private static GatewayAnswer putOn(Twin twin, String body) {
        OriginsOnTwin stage = OriginsOnTwin.again(twin);
        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "true");
        return GatewayCall.of("PUT", "/origins/{id}")
                .path("id", "origin-1")
                .body(body)
                .to(new UpdateOriginHandler(stage.environment()));
    }

    private Origin stored() {
        return stage.origins().find("origin-1").orElseThrow();
    }

    private Optional<String> policy() {
        return stage.policy(stored());
    }

    private S3Client s3() {
        return stage.s3("eu-central-1");
    }

    private static String code(Runnable call) {
        try {
            call.run();
            return "";
        } catch (S3Exception e) {
            return e.awsErrorDetails().errorCode();
        }
    }
}
