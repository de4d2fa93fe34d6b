// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.OriginsOnTwin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

@ExtendWith(TwinExtension.class)
class CreateOriginHandlerTest {
    private static final String BODY =
            "{\"name\":\"Shop\",\"bucketName\":\"shop-assets\",\"region\":\"eu-central-1\",\"isWebsiteEnabled\":true,"
                    + "\"websiteConfiguration\":{\"IndexDocument\":{\"Suffix\":\"index.html\"},"
                    + "\"ErrorDocument\":{\"Key\":\"404.html\"}},"
                    + "\"corsConfiguration\":{\"CORSRules\":[{\"AllowedOrigins\":[\"https://a.example\"],"
                    + "\"AllowedMethods\":[\"GET\",\"HEAD\"],\"AllowedHeaders\":[\"*\"],\"MaxAgeSeconds\":3000}]}}";

    private OriginsOnTwin stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = OriginsOnTwin.on(twin);
    }

    @Test
    void makesAPrivateEncryptedTaggedBucketInItsRegionWithAnAccessControl() {
        GatewayAnswer answer = post(BODY);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(stage.s3("eu-central-1")
                        .getBucketLocation(get -> get.bucket("shop-assets"))
                        .locationConstraintAsString())
                .isEqualTo("eu-central-1");
        PublicAccessBlockConfiguration block = stage.s3("eu-central-1")
                .getPublicAccessBlock(get -> get.bucket("shop-assets"))
                .publicAccessBlockConfiguration();
        assertThat(List.of(
                        block.blockPublicAcls(),
                        block.ignorePublicAcls(),
                        block.blockPublicPolicy(),
                        block.restrictPublicBuckets()))
                .containsOnly(true);
        assertThat(stage.s3("eu-central-1")
                        .getBucketOwnershipControls(get -> get.bucket("shop-assets"))
                        .ownershipControls()
                        .rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.objectOwnershipAsString()).isEqualTo("BucketOwnerEnforced"));
        assertThat(stage.s3("eu-central-1")
                        .getBucketEncryption(get -> get.bucket("shop-assets"))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .isNotEmpty();
        String id = answer.data().path("origin").path("id").asText();
        assertThat(stage.tags("shop-assets", "eu-central-1")).containsEntry("cloudfront-manager:origin-id", id);
        OriginAccessControlSummary control = stage.cloudFront()
                .listOriginAccessControls(list -> {})
                .originAccessControlList()
                .items()
                .get(0);
        assertThat(control.id())
                .isEqualTo(answer.data().path("origin").path("oacId").asText());
        assertThat(control.originAccessControlOriginTypeAsString()).isEqualTo("s3");
        assertThat(control.signingBehaviorAsString()).isEqualTo("always");
        assertThat(control.signingProtocolAsString()).isEqualTo("sigv4");
    }

    @Test
    void answersTheWireShapeOfTheContract() {
        GatewayAnswer answer = post(BODY);

        assertThat(answer.body().path("success").asBoolean()).isTrue();
        assertThat(answer.data().path("origin").toString())
                .isEqualTo(
                        "{\"id\":\"origin-ID\",\"originId\":\"origin-ID\",\"kind\":\"s3\",\"state\":\"active\",\"name\":\"Shop\","
                                        .replace("origin-ID", CreateOrigin.id("shop-assets", 0))
                                + "\"bucketName\":\"shop-assets\",\"region\":\"eu-central-1\",\"existing\":false,"
                                + "\"isWebsiteEnabled\":true,\"websiteConfiguration\":{\"IndexDocument\":{\"Suffix\":\"index.html\"},"
                                + "\"ErrorDocument\":{\"Key\":\"404.html\"}},\"corsConfiguration\":{\"CORSRules\":[{"
                                + "\"AllowedOrigins\":[\"https://a.example\"],\"AllowedMethods\":[\"GET\",\"HEAD\"],"
                                + "\"AllowedHeaders\":[\"*\"],\"MaxAgeSeconds\":3000}]},\"missingObjects\":\"403\","
                                + "\"allowPublicRead\":false,\"oacId\":\""
                                + answer.data().path("origin").path("oacId").asText()
                                + "\",\"distributionArns\":[],\"associatedDistributions\":[],\"tags\":{},\"version\":3,"
                                + "\"createdBy\":\"user@example.com\",\"createdAt\":\"2026-01-01T00:00:00.000Z\","
                                + "\"updatedBy\":\"user@example.com\",\"updatedAt\":\"2026-01-01T00:00:00.000Z\"}");
        assertThat(stage.origins().find(CreateOrigin.id("shop-assets", 0)))
                .map(Origin::state)
                .contains(OriginState.ACTIVE);
    }

    @Test
    void keepsWebsiteAndCorsConfigurationInS3() {
        post(BODY);

        assertThat(stage.s3("eu-central-1")
                        .getBucketWebsite(get -> get.bucket("shop-assets"))
                        .errorDocument()
                        .key())
                .isEqualTo("404.html");
        assertThat(stage.s3("eu-central-1")
                        .getBucketCors(get -> get.bucket("shop-assets"))
                        .corsRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.maxAgeSeconds()).isEqualTo(3000));
    }

    /** Defects B-5, B-6 and S-9: the SPA's ticked website box opens nothing, and nothing needs a policy yet. */
    @Test
    void hostsAWebsiteOnAPrivateBucketWithoutAnyPolicy() {
        GatewayAnswer answer = post(
                "{\"name\":\"Site\",\"bucketName\":\"site-1\",\"isWebsiteEnabled\":true,\"websiteConfiguration\":null,\"corsConfiguration\":null}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.data()
                        .at("/origin/websiteConfiguration/IndexDocument/Suffix")
                        .asText())
                .isEqualTo("index.html");
        assertThat(answer.data().at("/origin/corsConfiguration").isNull()).isTrue();
        assertThat(answer.data().at("/origin/region").asText()).isEqualTo("us-east-1");
        assertThat(stage.policy(
                        stage.origins().find(CreateOrigin.id("site-1", 0)).orElseThrow()))
                .isEmpty();
    }

    @Test
    void opensABucketOnlyWhenRequestAndStackBothSaySo() {
        String body = "{\"name\":\"Open\",\"bucketName\":\"open-1\",\"allowPublicRead\":true}";

        GatewayAnswer refused = post(body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors").get(0).asText()).startsWith("allowPublicRead: ");
        assertThat(stage.buckets()).isEmpty();

        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "true");
        GatewayAnswer opened = post(body);
        assertThat(opened.status()).isEqualTo(201);
        Origin origin = stage.origins().find(CreateOrigin.id("open-1", 0)).orElseThrow();
        assertThat(stage.policy(origin).orElseThrow()).contains("PublicReadGetObject");
        assertThat(origin.policyApplied()).isEqualTo(origin.policyVersion());
    }

    /** Defects V-1, V-9 and S-8. */
    @Test
    void namesEveryUnfitFieldAtOnce() {
        GatewayAnswer answer = post(
                "{\"name\":\"<script>\",\"bucketName\":\"Bad_Name\",\"region\":\"mars-east-1\",\"isWebsiteEnabled\":\"yes\","
                        + "\"websiteConfiguration\":{\"IndexDocument\":{\"Suffix\":\"a/b\"},\"RoutingRules\":[]},"
                        + "\"corsConfiguration\":{\"CORSRules\":[{\"AllowedMethods\":[\"PATCH\"],\"MaxAgeSeconds\":-1}]},"
                        + "\"missingObjects\":\"410\",\"kind\":\"http\",\"tags\":{\"aws:x\":\"1\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().path("errors"))
                .extracting(problem -> problem.asText().split(":")[0])
                .containsExactlyInAnyOrder(
                        "name",
                        "bucketName",
                        "region",
                        "isWebsiteEnabled",
                        "websiteConfiguration.IndexDocument.Suffix",
                        "websiteConfiguration.RoutingRules",
                        "corsConfiguration.CORSRules[0].AllowedOrigins",
                        "corsConfiguration.CORSRules[0].AllowedMethods",
                        "corsConfiguration.CORSRules[0].MaxAgeSeconds",
                        "missingObjects",
                        "kind",
                        "tags");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"name\":1,\"bucketName\":[]}", "[]", "null", "{", "{\"name\":\"x\"}"})
    void refusesBodiesThatCannotBe(String body) {
        assertThat(post(body).status()).isEqualTo(400);
    }

    @Test
    void keepsToTheBucketPrefixOfTheStack() {
        stage.test().with(EnvironmentVariable.BUCKET_NAME_PREFIX, "acme-");

        assertThat(post(BODY).message()).contains("bucketName: must begin with acme-");
        assertThat(post(BODY.replace("shop-assets", "acme-shop")).status()).isEqualTo(201);
    }

    @Test
    void shutsAnAttachedBucketAgainWhenItsOriginCannotBeFinished(Twin twin) {
        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "true");
        stage.s3("us-east-1").createBucket(create -> create.bucket("already-there"));
        twin.faults().on("dynamodb", "UpdateItem").call(4).fail(400, "AccessDeniedException");

        GatewayAnswer answer = post(
                "{\"name\":\"Open\",\"bucketName\":\"already-there\",\"existing\":true," + "\"allowPublicRead\":true}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(twin.calls().count("s3:PutBucketPolicy")).isEqualTo(1);
        assertThat(twin.calls().count("s3:DeleteBucketPolicy")).isEqualTo(1);
        assertThat(stage.s3("us-east-1")
                        .getPublicAccessBlock(get -> get.bucket("already-there"))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        assertThat(stage.buckets()).containsExactly("already-there");
        assertThat(stage.accessControls()).isEmpty();
        assertThat(stage.origins().list(PageRequest.EVERYTHING).items()).isEmpty();
    }

    /** Defect S-7. */
    @Test
    void takesTheCreatorFromTheTokenAlone() {
        GatewayAnswer answer = post("{\"name\":\"Mine\",\"bucketName\":\"mine-all-mine\",\"createdBy\":\"root\","
                + "\"updatedBy\":\"root\",\"user\":\"root\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.data().at("/origin/createdBy").asText()).isEqualTo("user@example.com");
        assertThat(answer.data().at("/origin/updatedBy").asText()).isEqualTo("user@example.com");
    }

    /** Defect B-13. */
    @Test
    void cutsTheAccessControlsNameForTheLongestBucket() {
        String bucket = "b".repeat(63);

        assertThat(post("{\"name\":\"Long\",\"bucketName\":\"" + bucket + "\"}").status())
                .isEqualTo(201);

        assertThat(stage.accessControls())
                .singleElement()
                .satisfies(name -> assertThat(name).hasSizeLessThanOrEqualTo(64).startsWith("OAC-bbb"));
    }

    @Test
    void warnsAboutDotsInABucketsName() {
        GatewayAnswer answer = post("{\"name\":\"Dots\",\"bucketName\":\"www.example.com\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.data().path("warnings").get(0).asText()).contains("dots");
    }

    /** Defect V-14. */
    @Test
    void takesNoSecondOriginForOneBucket() {
        String first = post(BODY).data().path("origin").path("id").asText();

        GatewayAnswer again = post(BODY.replace("Shop", "Other shop"));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.message()).contains(first).contains("Shop");
        assertThat(again.body().at("/details/originId").asText()).isEqualTo(first);
        assertThat(stage.accessControls()).hasSize(1);
    }

    @Test
    void makesOneOriginOfManyRequestsAtOnce() throws Exception {
        CreateOriginHandler handler = new CreateOriginHandler(stage.environment());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        Callable<Integer> create =
                () -> GatewayCall.of("POST", "/origins").body(BODY).to(handler).status();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(16, create))) {
            statuses.add(answer.get());
        }
        threads.shutdown();

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(stage.buckets()).containsExactly("shop-assets");
        assertThat(stage.accessControls()).hasSize(1);
    }

    @Test
    void refusesATakenBucketNameAndLeavesNothingBehind() {
        stage.s3("us-east-1").createBucket(create -> create.bucket("shop-assets"));

        GatewayAnswer answer = post(BODY);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).contains("exists already").contains("\"existing\": true");
        assertThat(stage.accessControls()).isEmpty();
        assertThat(stage.origins().find(CreateOrigin.id("shop-assets", 0))).isEmpty();
        assertThat(stage.buckets()).containsExactly("shop-assets");
    }

    @Test
    void goesAroundAnIdThatAnotherBucketHolds() {
        String id = CreateOrigin.id("shop-assets", 0);
        stage.origins()
                .create(Origin.builder()
                        .id(id)
                        .bucketName("other")
                        .name("other")
                        .build());

        GatewayAnswer answer = post(BODY);

        assertThat(answer.data().path("origin").path("id").asText()).isEqualTo(CreateOrigin.id("shop-assets", 1));
        assertThat(post(BODY).status()).isEqualTo(409);
    }

    @Test
    void answersTheSameRequestSentAgainWithTheSameOrigin() {
        stage.test().withIdempotency();

        GatewayAnswer first = postWithKey(BODY);
        GatewayAnswer again = postWithKey(BODY);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(postWithKey(BODY.replace("Shop", "Shops")).status()).isEqualTo(422);
    }

    @Test
    void attachesABucketThatIsThereWithoutTouchingIt() {
        stage.s3("eu-west-1").createBucket(create -> create.bucket("photos")
                .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-west-1")));

        GatewayAnswer answer = post("{\"name\":\"Photos\",\"bucketName\":\"photos\",\"existing\":true}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.data().at("/origin/region").asText()).isEqualTo("eu-west-1");
        assertThat(answer.data().at("/origin/existing").asBoolean()).isTrue();
        assertThat(stage.policy(
                        stage.origins().find(CreateOrigin.id("photos", 0)).orElseThrow()))
                .isEmpty();
    }

    @Test
    void attachesOnlyWhatIsThereInTheRegionAndFreeOfItsOwnStatements() {
        GatewayAnswer missing = post("{\"name\":\"Photos\",\"bucketName\":\"photos\",\"existing\":true}");
        assertThat(missing.status()).isEqualTo(404);

        stage.s3("us-east-1").createBucket(create -> create.bucket("photos"));
        GatewayAnswer elsewhere =
                post("{\"name\":\"Photos\",\"bucketName\":\"photos\",\"existing\":true,\"region\":\"eu-west-1\"}");
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.message()).startsWith("region: ").contains("us-east-1");

        stage.s3("us-east-1")
                .putBucketPolicy(
                        put -> put.bucket("photos")
                                .policy(
                                        "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Sid\":\"AllowCloudFrontServicePrincipal\","
                                                + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"cloudfront.amazonaws.com\"},"
                                                + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::photos/*\",\"Condition\":{"
                                                + "\"StringEquals\":{\"AWS:SourceArn\":\"arn:aws:cloudfront::123456789012:distribution/E1\"}}}]}"));
        GatewayAnswer claimed = post("{\"name\":\"Photos\",\"bucketName\":\"photos\",\"existing\":true}");
        assertThat(claimed.status()).isEqualTo(409);
        assertThat(claimed.message()).contains("AllowCloudFrontServicePrincipal");
        assertThat(stage.accessControls()).isEmpty();
    }

    @Test
    void letsOnlyAdministratorsCreate() {
        CreateOriginHandler handler = new CreateOriginHandler(stage.environment());

        assertThat(GatewayCall.of("POST", "/origins")
                        .as("ReadOnly")
                        .body(BODY)
                        .to(handler)
                        .status())
                .isEqualTo(403);
        assertThat(GatewayCall.of("POST", "/origins")
                        .asNobody()
                        .body(BODY)
                        .to(handler)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tellsAQuotaFromOtherRefusals(Twin twin) {
        twin.faults().on("cloudfront", "CreateOriginAccessControl").fail(400, "TooManyOriginAccessControls");

        GatewayAnswer answer = post(BODY);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(stage.buckets()).isEmpty();
        assertThat(Json.write(answer.body())).doesNotContain("Exception");
    }

    private GatewayAnswer post(String body) {
        return GatewayCall.of("POST", "/origins").body(body).to(new CreateOriginHandler(stage.environment()));
    }

    private GatewayAnswer postWithKey(String body) {
        return GatewayCall.of("POST", "/origins")
                .header("Idempotency-Key", "key-1")
                .body(body)
                .to(new CreateOriginHandler(stage.environment()));
    }
}
