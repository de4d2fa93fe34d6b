// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.delete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.lambda.LambdaSettings;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.reconcile.MultiOriginStage;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionSweep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A deployment takes a quarter of an hour, and the edge keeps replicas for four hours after it. */
class SlowDeletionTest {
    private static final Duration DEPLOYMENT = Duration.ofMinutes(15);
    private static final Duration REPLICAS = Duration.ofHours(4);

    private final MultiOriginStage stage = new MultiOriginStage(Twin.builder()
            .cloudFront(CloudFrontSettings.standard().deployment(DEPLOYMENT))
            .lambda(LambdaSettings.standard().replicaDrain(REPLICAS))
            .start());

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void oneRequestEndsWithNothingAtAwsAndNothingInAnyPolicy() { // defects O-3, O-7
        Distribution distribution = stage.create("World");
        stage.settle(distribution.id());
        Distribution made = stage.stage().distributions().require(distribution.id());

        GatewayAnswer answer = GatewayCall.of("DELETE", "/distributions/{id}")
                .path("id", made.id())
                .to(new DeleteDistributionHandler(stage.stage().environment()));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.data().path("leftovers"))
                .extracting(JsonNode::asText)
                .anyMatch(left -> left.startsWith("distribution "))
                .anyMatch(left -> left.startsWith("origin-access-identity "))
                .anyMatch(left -> left.startsWith("edge-function "));
        int served = 0;
        Duration next = Duration.ZERO;
        for (int second = 0; second < 1_200; second++) {
            if (isServing(made)) {
                served++;
                assertThat(view(made, second).status()).as("second %d", second).isEqualTo(200);
            }
            if (next.toSeconds() <= second) {
                Duration after = new Reconciler(stage.stage().environment())
                        .advance(made.id())
                        .outcome()
                        .after();
                next = Duration.ofSeconds(second).plus(after);
            }
            stage.twin().clock().advance(Duration.ofSeconds(1));
        }

        assertThat(served).isEqualTo((int) DEPLOYMENT.toSeconds());
        assertThat(stage.stage().distributions().find(made.id())).isEmpty();
        assertThat(stage.atCloudFront()).isEmpty();
        assertThat(stage.identities()).isEmpty();
        for (int origin = 0; origin < 3; origin++) {
            int place = origin;
            assertThatThrownBy(() -> stage.policy(place))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("policy does not exist");
        }
        assertThat(stage.functions()).as("replicas are still at the edge").hasSize(1);
        for (int minutes = 0; minutes <= REPLICAS.plusMinutes(30).toMinutes(); minutes += 5) { // as find-pending does
            new EdgeFunctionSweep(stage.stage().environment()).run();
            stage.twin().clock().advance(Duration.ofMinutes(5));
        }
        assertThat(stage.functions()).isEmpty();
        assertThat(new DynamoEdgeFunctionRepository(stage.stage().environment())
                        .find(made.lambdaEdgeFunctionId().orElseThrow()))
                .isEmpty();
        assertThat(stage.stage().actions(made.id()))
                .containsOnlyOnce("DELETE_INITIATED")
                .containsOnlyOnce("DELETE_COMPLETED")
                .doesNotContain("DELETE_FAILED");
    }

    private boolean isServing(Distribution distribution) {
        return stage.twin()
                .cloudFront()
                .serving(distribution.domainName().orElseThrow())
                .filter(live -> live.config().flagAt("Enabled"))
                .isPresent();
    }

    /** What a viewer gets for an object that no cache has yet. */
    private TwinResponse view(Distribution distribution, int second) {
        for (List<String> bucket : List.of(
                List.of("media-virginia", "us-east-1"),
                List.of("media.tokyo", "ap-northeast-1"),
                List.of("media-frankfurt", "eu-central-1"))) {
            if (second % 30 == 0) {
                stage.stage()
                        .test()
                        .aws()
                        .s3(bucket.get(1))
                        .putObject(
                                put -> put.bucket(bucket.get(0)).key("object-" + second),
                                RequestBody.fromString("content"));
            }
        }
        return stage.stage().view(distribution, "/object-" + second / 30 * 30);
    }
}
