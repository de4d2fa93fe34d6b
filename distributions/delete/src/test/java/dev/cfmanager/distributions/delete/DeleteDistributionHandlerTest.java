// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.delete;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class DeleteDistributionHandlerTest {
    private final Twin twin = start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    private static Twin start() {
        return Twin.builder()
                .cloudFront(CloudFrontSettings.standard().deployment(Duration.ofMinutes(15)))
                .start();
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void needsOneRequestToRemoveEverything() { // defects O-1, O-2, O-13
        Distribution distribution = stage.settled(managed(stage));

        GatewayAnswer answer = delete(distribution.id());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().path("distributionId").asText()).isEqualTo(distribution.id());
        assertThat(answer.data().path("cloudfrontId").asText())
                .isEqualTo(distribution.cloudfrontId().orElseThrow());
        assertThat(answer.data().path("status").asText()).isEqualTo("Disabling");
        assertThat(answer.data().path("leftovers"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "distribution " + distribution.cloudfrontId().orElseThrow(),
                        "access-to-origin origin-1a2b3c4d");
        Distribution leaving = stage.distributions().require(distribution.id());
        assertThat(leaving.deletionRequestedAt()).contains(twin.clock().instant());

        stage.settle(distribution.id());

        assertNothingIsLeft(stage, distribution);
        assertThat(stage.actions(distribution.id()))
                .containsSubsequence("DELETE_INITIATED", "STATUS_CHANGED", "DELETE_COMPLETED")
                .containsOnlyOnce("DELETE_COMPLETED");
        assertThat(twin.calls().count("cloudfront:DeleteDistribution")).isEqualTo(1);
    }

    @Test
    void neverShowsAViewerOfAServingDistributionA403() { // defect B-14
        Distribution distribution = stage.settled(managed(stage));
        for (int i = 0; i < 1200; i++) {
            String key = "object-" + i;
            stage.test()
                    .aws()
                    .s3("eu-central-1")
                    .putObject(put -> put.bucket("my.bucket").key(key), RequestBody.fromString("content"));
        }

        delete(distribution.id());
        int served = 0;
        Duration next = Duration.ZERO;
        for (int second = 0; second < 1200; second++) {
            boolean serving = twin.cloudFront()
                    .serving(distribution.domainName().orElseThrow())
                    .filter(live -> live.config().flagAt("Enabled"))
                    .isPresent();
            if (serving) {
                served++;
                assertThat(stage.view(distribution, "/object-" + second).status())
                        .as("second %d", second)
                        .isEqualTo(200);
            }
            if (next.toSeconds() <= second) {
                next = Duration.ofSeconds(second)
                        .plus(new Reconciler(stage.environment())
                                .advance(distribution.id())
                                .outcome()
                                .after());
            }
            twin.clock().advance(Duration.ofSeconds(1));
        }

        assertThat(served).isEqualTo(Duration.ofMinutes(15).toSeconds());
        assertThat(stage.distributions().find(distribution.id())).isEmpty();
    }

    @Test
    void removesADisabledAndDeployedDistributionAtOnce() {
        var body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");
        ((ObjectNode) body.path("config")).put("Enabled", false);
        Distribution distribution = stage.settled(stage.created(body));

        GatewayAnswer answer = delete(distribution.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("status").asText()).isEqualTo("Deleted");
        assertNothingIsLeft(stage, distribution);
    }

    @Test
    void answersTheSameWhileItIsBeingDeletedAndNotFoundAfterwards() {
        Distribution distribution = stage.settled(stage.created("shop"));
        delete(distribution.id());

        GatewayAnswer again = delete(distribution.id());

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.data().path("status").asText()).isEqualTo("Disabling");
        assertThat(stage.actions(distribution.id())).containsOnlyOnce("DELETE_INITIATED");
        stage.settle(distribution.id());
        assertThat(delete(distribution.id()).status()).isEqualTo(404);
    }

    @Test
    void removesTheRecordOfACreationThatFailed() { // defect O-10
        twin.faults().on("cloudfront", "CreateDistribution").call(1).fail(400, "InvalidArgument");
        Assertions.assertThatThrownBy(() -> stage.created("shop")).isInstanceOf(OperationException.class);
        String id = stage.distributions().findByName("shop").get(0).id();

        GatewayAnswer answer = delete(id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().has("cloudfrontId")).isFalse();
        assertThat(stage.distributions().find(id)).isEmpty();
        assertThat(stage.actions(id)).endsWith("DELETE_INITIATED", "DELETE_COMPLETED");
    }

    @Test
    void findsAndRemovesWhatADyingCreationLeftAtCloudFront() { // defects O-8, O-10
        twin.faults().on("cloudfront", "CreateDistribution").afterEffect().crash();
        Assertions.assertThatThrownBy(() -> stage.created("shop")).isInstanceOf(Error.class);
        twin.faults().clear();
        assertThat(stage.atCloudFront()).hasSize(1);
        String id = stage.distributions().findByName("shop").get(0).id();

        assertThat(delete(id).status()).isEqualTo(202);
        twin.clock().advance(Duration.ofSeconds(90)); // nobody can still be creating it
        assertThat(delete(id).status()).isEqualTo(202);
        assertThat(stage.distributions().require(id).cloudfrontId()).isPresent();
        stage.settle(id);

        assertThat(stage.atCloudFront()).isEmpty();
        assertThat(stage.distributions().find(id)).isEmpty();
    }

    @Test
    void leavesABucketReadableToTheOtherDistributionsThatReadIt() {
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        Distribution leaving = stage.settled(stage.created(disabled("shop")));
        Distribution staying = stage.settled(stage.created(disabled("blog")));

        assertThat(delete(leaving.id()).status()).isEqualTo(200);

        assertThat(stage.policy("my.bucket", "eu-central-1").orElseThrow())
                .contains(staying.arn().orElseThrow())
                .doesNotContain(leaving.arn().orElseThrow());
    }

    @Test
    void removesTheRecordOfADistributionThatCloudFrontNoLongerHas() {
        Distribution distribution = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "GetDistribution").fail(404, "NoSuchDistribution");

        assertThat(delete(distribution.id()).status()).isEqualTo(200);
        assertThat(stage.distributions().find(distribution.id())).isEmpty();
    }

    @Test
    void triesAgainWhenTheConfigurationChangedMeanwhile() {
        Distribution distribution = stage.settled(stage.created("shop"));
        twin.faults().on("cloudfront", "UpdateDistribution").call(1).fail(412, "PreconditionFailed");

        assertThat(delete(distribution.id()).status()).isEqualTo(202);
        stage.settle(distribution.id());

        assertThat(stage.atCloudFront()).isEmpty();
    }

    @Test
    void keepsTheRecordAndSaysWhyWhenAStepIsRefused() {
        Distribution distribution = stage.settled(managed(stage));
        twin.faults().on("s3", "DeleteBucketPolicy").fail(403, "AccessDenied");
        delete(distribution.id());
        twin.clock().advance(Duration.ofMinutes(16));
        Reconciler reconciler = new Reconciler(stage.environment());
        reconciler.advance(distribution.id());
        reconciler.advance(distribution.id());

        Distribution left = stage.distributions().require(distribution.id());
        assertThat(left.status()).isEqualTo(DistributionStatus.DELETING);
        assertThat(left.leftovers()).containsExactly("access-to-origin origin-1a2b3c4d");
        assertThat(left.errorMessage()).isPresent();
        assertThat(stage.actions(distribution.id())).containsOnlyOnce("DELETE_FAILED");

        twin.faults().clear();
        stage.settle(distribution.id());
        assertNothingIsLeft(stage, distribution);
    }

    @Test
    void keepsTheRecordUntilItsHistorySaysThatItIsGone() {
        Distribution distribution = stage.settled(stage.created("shop"));
        delete(distribution.id());
        twin.clock().advance(Duration.ofMinutes(16));
        twin.faults().on("dynamodb", "PutItem").fail(500, "InternalServerError");
        new Reconciler(stage.environment()).advance(distribution.id());
        assertThat(stage.distributions().find(distribution.id())).isPresent();

        twin.faults().clear();
        stage.settle(distribution.id());

        assertThat(stage.distributions().find(distribution.id())).isEmpty();
        assertThat(stage.actions(distribution.id())).containsOnlyOnce("DELETE_COMPLETED");
    }

    @Test
    void leavesNothingBehindWhereverTheProcessDies() {
        String[] id = {""};
        Distribution[] distribution = {null};

        int crashes = CrashSweep.of(crashing -> {
                    DistributionsStage there = DistributionsStage.resumed(crashing);
                    delete(there, id[0]);
                    there.settle(id[0]);
                })
                .on(DeleteDistributionHandlerTest::start)
                .given(fresh -> {
                    DistributionsStage there = new DistributionsStage(fresh);
                    distribution[0] = there.settled(managed(there));
                    id[0] = distribution[0].id();
                })
                .then(survived -> {
                    DistributionsStage there = DistributionsStage.resumed(survived);
                    delete(there, id[0]); // the client had no answer, or one that says to ask again
                    there.settle(id[0]);
                    assertNothingIsLeft(there, Objects.requireNonNull(distribution[0]));
                    assertThat(there.actions(id[0]))
                            .containsOnlyOnce("DELETE_INITIATED", "DELETE_COMPLETED")
                            .doesNotContain("DELETE_FAILED");
                });

        assertThat(crashes).isGreaterThan(40);
    }

    @Test
    void answers403ToAReader() { // defect S-3
        GatewayAnswer answer = GatewayCall.of("DELETE", "/distributions/{id}")
                .path("id", "dist-1")
                .as("ReadOnly")
                .to(new DeleteDistributionHandler(stage.environment()));

        assertThat(answer.status()).isEqualTo(403);
    }

    private static ObjectNode disabled(String name) {
        ObjectNode body = SampleDistributions.request(name, "origin-1a2b3c4d", "my.bucket.s3.amazonaws.com");
        ((ObjectNode) body.path("config")).put("Enabled", false);
        return body;
    }

    private static Distribution managed(DistributionsStage stage) {
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        return stage.created(SampleDistributions.request("shop", "origin-1a2b3c4d", "my.bucket.s3.amazonaws.com"));
    }

    private static void assertNothingIsLeft(DistributionsStage stage, Distribution distribution) {
        assertThat(stage.distributions().find(distribution.id())).isEmpty();
        assertThat(stage.atCloudFront()).isEmpty();
        distribution.originIds().forEach(originId -> {
            var origin = new DynamoOriginRepository(stage.environment())
                    .find(originId)
                    .orElseThrow();
            assertThat(origin.usingArns()).isEmpty();
            assertThat(stage.policy(origin.bucketName(), origin.region())).isEmpty();
        });
    }

    private GatewayAnswer delete(String id) {
        return delete(stage, id);
    }

    private static GatewayAnswer delete(DistributionsStage stage, String id) {
        return GatewayCall.of("DELETE", "/distributions/{id}")
                .path("id", id)
                .to(new DeleteDistributionHandler(stage.environment()));
    }
}
