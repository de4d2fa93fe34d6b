// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.OriginsOnTwin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is left behind, or a record that the next call completes: whatever fails, wherever it dies. */
class CreateOriginCrashTest {
    private static final String BODY =
            "{\"name\":\"Shop\",\"bucketName\":\"shop-assets\",\"region\":\"eu-central-1\",\"isWebsiteEnabled\":true,"
                    + "\"allowPublicRead\":true,\"tags\":{\"team\":\"web\"},"
                    + "\"corsConfiguration\":{\"CORSRules\":[{\"AllowedOrigins\":[\"*\"],\"AllowedMethods\":[\"GET\"]}]}}";
    private static final Duration OVER = Duration.ofMinutes(6);

    /** Defect O-6. */
    @Test
    void leavesNothingBehindWhicheverCallIsRefused() {
        long calls;
        try (Twin twin = Twin.start()) {
            stage(twin);
            twin.calls().reset();
            assertThat(post(twin).status()).isEqualTo(201);
            calls = twin.calls().all().size();
        }
        for (int k = 1; k <= calls; k++) {
            try (Twin twin = Twin.start()) {
                OriginsOnTwin stage = stage(twin);
                twin.faults().on("*", "*").call(k).fail(403, "AccessDenied");

                GatewayAnswer answer = post(twin);

                if (answer.status() == 201) {
                    // The refused call was one whose answer does not matter.
                    assertFinished(twin);
                    continue;
                }
                // S3 refuses a HEAD in the same way whether the bucket or the permission is somebody else's.
                assertThat(answer.code()).as("call %s", k).isIn("AWS_ACCESS_DENIED", "CONFLICT");
                assertThat(stage.buckets()).as("call %s", k).isEmpty();
                assertThat(stage.accessControls()).as("call %s", k).isEmpty();
                assertThat(stage.origins().list(PageRequest.EVERYTHING).items())
                        .as("call %s", k)
                        .isEmpty();
            }
        }
        assertThat(calls).isGreaterThanOrEqualTo(12);
    }

    @Test
    void isFinishedByTheSameRequestAfterDyingAnywhere() {
        int survived = CrashSweep.of(CreateOriginCrashTest::post)
                .given(CreateOriginCrashTest::stage)
                .then(twin -> {
                    twin.clock().advance(OVER);
                    GatewayAnswer again = post(twin);
                    assertThat(again.status()).isIn(201, 409);
                    assertFinished(twin);
                });

        assertThat(survived).isGreaterThanOrEqualTo(24);
    }

    @Test
    void isAnsweredBySameKeyWithTheSameOriginAfterDyingAnywhere() {
        CrashSweep.of(CreateOriginCrashTest::postWithKey)
                .given(twin -> {
                    stage(twin);
                    OriginsOnTwin.again(twin).test().withIdempotency();
                })
                .then(twin -> {
                    twin.clock().advance(OVER);
                    GatewayAnswer again = postWithKey(twin);
                    assertThat(again.status()).isEqualTo(201);
                    assertThat(again.data().path("origin").path("id").asText())
                            .isEqualTo(assertFinished(twin).id());
                });
    }

    @Test
    void makesRoomForAnotherRequestAfterDyingAnywhere() {
        CrashSweep.of(CreateOriginCrashTest::post)
                .given(CreateOriginCrashTest::stage)
                .then(twin -> {
                    twin.clock().advance(OVER);
                    if (origins(twin).isEmpty() || origins(twin).get(0).state() == OriginState.CREATING) {
                        String other = BODY.replace("Shop", "Other").replace("eu-central-1", "us-west-2");
                        assertThat(post(twin, other).status()).isEqualTo(201);
                        assertThat(assertFinished(twin).region()).isEqualTo("us-west-2");
                    }
                });
    }

    @Test
    void waitsForTheTimeOfADeadRequestToBeOver() {
        try (Twin twin = Twin.start()) {
            stage(twin);
            twin.faults().on("s3", "CreateBucket").call(1).crash();
            assertThatThrownBy(() -> post(twin)).isInstanceOf(TwinCrash.class);
            twin.faults().clear();

            GatewayAnswer early = post(twin);
            twin.clock().advance(Duration.ofSeconds(76));
            GatewayAnswer late = post(twin);

            assertThat(early.status()).isEqualTo(409);
            assertThat(early.message()).contains("being created by another request");
            assertThat(late.status()).isEqualTo(201);
        }
    }

    @Test
    void saysWhatCouldNotBeUndoneAndLetsTheNextRequestFinishAtOnce() {
        try (Twin twin = Twin.start()) {
            OriginsOnTwin stage = stage(twin);
            twin.faults().on("s3", "PutBucketWebsite").fail(403, "AccessDenied");
            twin.faults().on("s3", "DeleteBucket").fail(403, "AccessDenied");

            GatewayAnswer failed = post(twin);

            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.body().at("/details/leftOver").asText()).contains("could not be undone");
            Origin left = origins(twin).get(0);
            assertThat(left.state()).isEqualTo(OriginState.CREATING);
            assertThat(left.errorMessage()).isPresent();
            assertThat(stage.buckets()).containsExactly("shop-assets");
            twin.faults().clear();
            assertThat(post(twin).status()).isEqualTo(201);
            assertThat(assertFinished(twin).errorMessage()).isEmpty();
        }
    }

    @Test
    void neverTakesABucketThatSomebodyElseMadeMeanwhile() {
        try (Twin twin = Twin.start()) {
            OriginsOnTwin stage = stage(twin);
            twin.faults().on("s3", "CreateBucket").call(1).crash();
            assertThatThrownBy(() -> post(twin)).isInstanceOf(TwinCrash.class);
            twin.faults().clear();
            stage.s3("eu-central-1").createBucket(create -> create.bucket("shop-assets")
                    .createBucketConfiguration(configuration -> configuration.locationConstraint("eu-central-1")));
            twin.clock().advance(OVER);

            assertThat(post(twin).status()).isEqualTo(409);

            assertThat(stage.buckets()).containsExactly("shop-assets");
            assertThat(stage.accessControls()).isEmpty();
            assertThat(origins(twin)).isEmpty();
        }
    }

    private static OriginsOnTwin stage(Twin twin) {
        return OriginsOnTwin.on(twin);
    }

    private static Origin assertFinished(Twin twin) {
        OriginsOnTwin stage = OriginsOnTwin.again(twin);
        assertThat(origins(twin)).hasSize(1);
        Origin origin = origins(twin).get(0);
        assertThat(origin.state()).isEqualTo(OriginState.ACTIVE);
        assertThat(stage.buckets()).containsExactly("shop-assets");
        assertThat(stage.tags("shop-assets", origin.region()))
                .containsEntry("cloudfront-manager:origin-id", origin.id())
                .containsEntry("team", "web");
        assertThat(stage.accessControls()).hasSize(1);
        assertThat(stage.s3(origin.region())
                        .getBucketCors(get -> get.bucket("shop-assets"))
                        .corsRules())
                .hasSize(1);
        assertThat(stage.policy(origin).orElseThrow()).contains("PublicReadGetObject");
        return origin;
    }

    private static List<Origin> origins(Twin twin) {
        return OriginsOnTwin.again(twin).origins().list(PageRequest.EVERYTHING).items();
    }

    private static GatewayAnswer post(Twin twin) {
        return post(twin, BODY);
    }

    private static GatewayAnswer post(Twin twin, String body) {
        return GatewayCall.of("POST", "/origins").body(body).to(handler(twin, false));
    }

    private static GatewayAnswer postWithKey(Twin twin) {
        return GatewayCall.of("POST", "/origins")
                .header("Idempotency-Key", "key-1")
                .body(BODY)
                .to(handler(twin, true));
    }

    private static CreateOriginHandler handler(Twin twin, boolean idempotent) {
        OriginsOnTwin stage = OriginsOnTwin.again(twin);
        stage.test().with(EnvironmentVariable.ALLOW_PUBLIC_READ, "true");
        if (idempotent) {
            stage.test().with(EnvironmentVariable.IDEMPOTENCY_TABLE, "idempotency");
        }
        return new CreateOriginHandler(stage.environment());
    }
}
