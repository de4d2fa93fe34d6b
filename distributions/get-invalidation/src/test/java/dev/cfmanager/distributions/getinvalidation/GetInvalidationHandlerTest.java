// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.getinvalidation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.cloudfront.CloudFrontInvalidations;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GetInvalidationHandlerTest {
    private static final Twin TWIN = Twin.start();
    private static final DistributionsStage STAGE = new DistributionsStage(TWIN);
    private static int made;

    private final Distribution distribution = STAGE.created("shop " + made++);

    @AfterAll
    static void stop() {
        TWIN.close();
    }

    @Test
    void showsHowFarAnInvalidationOfCloudFrontIs() {
        String id = new CloudFrontInvalidations(STAGE.environment())
                .create(distribution.cloudfrontId().orElseThrow(), "one", List.of("/a", "/b/*"))
                .orElseThrow()
                .id();

        JsonNode begun = get(id).data().path("invalidation");
        TWIN.clock().advance(Duration.ofMinutes(2));
        JsonNode done = get(id).data().path("invalidation");

        assertThat(begun.path("invalidationId").asText()).isEqualTo(id);
        assertThat(begun.path("status").asText()).isEqualTo("InProgress");
        assertThat(begun.path("paths")).extracting(JsonNode::asText).containsExactly("/a", "/b/*");
        assertThat(begun.path("createTime").asText()).endsWith("Z");
        assertThat(done.path("status").asText()).isEqualTo("Completed");
    }

    @Test
    void showsHowFarAQueuedOneIsUntilItIsCompleted() {
        String id = new InvalidationQueue(STAGE.environment())
                .add(distribution.id(), "one", List.of("/a"), "user@example.com")
                .invalidation()
                .id();

        JsonNode queued = get(id).data().path("invalidation");
        STAGE.drain(distribution.id());
        JsonNode begun = get(id).data().path("invalidation");
        TWIN.clock().advance(Duration.ofMinutes(2));
        JsonNode done = get(id).data().path("invalidation");

        assertThat(queued.path("status").asText()).isEqualTo("Queued");
        assertThat(queued.path("remaining").asInt()).isEqualTo(1);
        assertThat(queued.path("invalidationIds")).isEmpty();
        assertThat(begun.path("status").asText()).isEqualTo("InProgress");
        assertThat(begun.path("remaining").asInt()).isZero();
        assertThat(begun.path("invalidationIds")).hasSize(1);
        assertThat(done.path("status").asText()).isEqualTo("Completed");
    }

    @Test
    void showsAllPathsOfAQueuedOneThatNoItemHolds() {
        List<String> paths = IntStream.range(0, 100)
                .mapToObj(i -> "/" + i + "/" + "x".repeat(3_900))
                .toList();
        String id = new InvalidationQueue(STAGE.environment())
                .add(distribution.id(), "huge", paths, "user@example.com")
                .invalidation()
                .id();

        assertThat(get(id).data().at("/invalidation/paths"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(paths);
    }

    @Test
    void answers404ForWhatIsNotThere() {
        assertThat(get("I1234567890").status()).isEqualTo(404);
        assertThat(get("queued-0123456789abcdef").message())
                .isEqualTo("Invalidation not found: queued-0123456789abcdef");
        assertThat(GatewayCall.of("GET", "/distributions/{id}/invalidations/{invalidationId}")
                        .path("id", "dist-none")
                        .path("invalidationId", "I1")
                        .to(new GetInvalidationHandler(STAGE.environment()))
                        .message())
                .isEqualTo("Distribution not found: dist-none");
    }

    private GatewayAnswer get(String id) {
        return GatewayCall.of("GET", "/distributions/{id}/invalidations/{invalidationId}")
                .path("id", distribution.id())
                .path("invalidationId", id)
                .to(new GetInvalidationHandler(STAGE.environment()));
    }
}
