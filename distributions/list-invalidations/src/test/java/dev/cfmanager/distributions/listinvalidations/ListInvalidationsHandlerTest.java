// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.listinvalidations;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ListInvalidationsHandlerTest {
    private static final Twin TWIN = Twin.start();
    private static final DistributionsStage STAGE = new DistributionsStage(TWIN);

    @AfterAll
    static void stop() {
        TWIN.close();
    }

    @Test
    void showsWhatWaitsBeforeWhatCloudFrontHasEachTheNewestFirst() {
        Distribution distribution = STAGE.created("both");
        List<String> live = List.of(live(distribution, "1"), live(distribution, "2"));
        String queued = queued(distribution, "3");

        GatewayAnswer answer = list(distribution.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer)).containsExactly(queued, live.get(1), live.get(0));
        JsonNode waiting = answer.data().at("/invalidations/0");
        assertThat(waiting.path("status").asText()).isEqualTo("Queued");
        assertThat(waiting.path("pathCount").asInt()).isEqualTo(1);
        assertThat(waiting.path("remaining").asInt()).isEqualTo(1);
        assertThat(answer.data().at("/invalidations/2/status").asText()).isEqualTo("Completed");
        assertThat(answer.data().path("count").asInt()).isEqualTo(3);
    }

    @Test
    void givesEachOnceOverPages() {
        Distribution distribution = STAGE.created("pages");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(0, live(distribution, "live " + i));
        }
        for (int i = 0; i < 3; i++) {
            all.add(0, queued(distribution, "queued " + i));
        }

        for (int limit : List.of(1, 2, 3, 4, 10)) {
            List<String> seen = new ArrayList<>();
            String token = "";
            do {
                GatewayCall call = call(distribution.id()).query("limit", String.valueOf(limit));
                GatewayAnswer page = (token.isEmpty() ? call : call.query("nextToken", token))
                        .to(new ListInvalidationsHandler(STAGE.environment()));
                assertThat(ids(page)).hasSizeLessThanOrEqualTo(limit);
                seen.addAll(ids(page));
                token = page.data().path("nextToken").asText("");
            } while (!token.isEmpty());
            assertThat(seen).as("limit %d", limit).isEqualTo(all);
        }
    }

    @Test
    void goesOnAtCloudFrontWhenTheQueueWasHandedOverMeanwhile() {
        Distribution distribution = STAGE.created("meanwhile");
        String old = live(distribution, "old");
        queued(distribution, "1");
        queued(distribution, "2");
        String token = call(distribution.id())
                .query("limit", "1")
                .to(new ListInvalidationsHandler(STAGE.environment()))
                .data()
                .path("nextToken")
                .asText();
        STAGE.drain(distribution.id());

        GatewayAnswer rest =
                call(distribution.id()).query("nextToken", token).to(new ListInvalidationsHandler(STAGE.environment()));

        assertThat(ids(rest)).hasSize(2).endsWith(old);
    }

    @Test
    void refusesATokenOfAnotherListAndAnswers404ForAnUnknownId() { // defect V-13
        Distribution one = STAGE.created("one");
        Distribution other = STAGE.created("other");
        live(one, "1");
        live(one, "2");
        String token = call(one.id())
                .query("limit", "1")
                .to(new ListInvalidationsHandler(STAGE.environment()))
                .data()
                .path("nextToken")
                .asText();

        assertThat(call(other.id())
                        .query("nextToken", token)
                        .to(new ListInvalidationsHandler(STAGE.environment()))
                        .code())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(list("dist-none").status()).isEqualTo(404);
    }

    private static String live(Distribution distribution, String reference) {
        String id = new CloudFrontInvalidations(STAGE.environment())
                .create(distribution.cloudfrontId().orElseThrow(), reference, List.of("/" + distribution.id()))
                .orElseThrow()
                .id();
        TWIN.clock().advance(Duration.ofMinutes(2));
        return id;
    }

    private static String queued(Distribution distribution, String reference) {
        return new InvalidationQueue(STAGE.environment())
                .add(distribution.id(), reference, List.of("/" + reference.replace(' ', '-')), "user@example.com")
                .invalidation()
                .id();
    }

    private static List<String> ids(GatewayAnswer answer) {
        List<String> ids = new ArrayList<>();
        answer.data()
                .path("invalidations")
                .forEach(item -> ids.add(item.path("invalidationId").asText()));
        return ids;
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("GET", "/distributions/{id}/invalidations").path("id", id);
    }

    private static GatewayAnswer list(String id) {
        return call(id).to(new ListInvalidationsHandler(STAGE.environment()));
    }
}
