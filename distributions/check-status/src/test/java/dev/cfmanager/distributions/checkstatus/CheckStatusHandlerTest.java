// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.checkstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.invalidation.InvalidationQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckStatusHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void saysHowLongToWaitUntilItIsDeployed() throws IOException {
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(1));

        JsonNode waiting = check("{\"distributionId\":\"" + created.id() + "\",\"action\":\"monitor_deployment\"}");
        twin.clock().advance(Duration.ofMinutes(4));
        JsonNode done = check("{\"distributionId\":\"" + created.id() + "\"}");

        assertThat(waiting.path("outcome").asText()).isEqualTo("Again");
        assertThat(waiting.path("status").asText()).isEqualTo("InProgress");
        assertThat(waiting.path("waitSeconds").asInt()).isBetween(15, 30);
        assertThat(done.toString())
                .isEqualTo("{\"distributionId\":\"" + created.id()
                        + "\",\"status\":\"Deployed\",\"outcome\":\"Settled\",\"waitSeconds\":0,"
                        + "\"subject\":{\"distributionId\":\"" + created.id() + "\"}}");
    }

    @Test
    void endsQuietlyWhenTheRecordIsGone() throws IOException {
        JsonNode gone = check("{\"distributionId\":\"dist-none\"}");

        assertThat(gone.path("outcome").asText()).isEqualTo("Settled");
        assertThat(gone.path("status").asText()).isEqualTo("Deleted");
    }

    @Test
    void asksCloudFrontInTurnsAndHandsTheTurnBack() throws IOException {
        Distribution first = stage.created("first");
        Distribution second = stage.created("second");
        twin.clock().advance(Duration.ofMinutes(6));
        twin.calls().reset();

        JsonNode done = check("{\"distributionId\":\"" + first.id() + "\"}");
        JsonNode waits = check("{\"distributionId\":\"" + second.id() + "\"}");

        assertThat(done.path("status").asText()).isEqualTo("Deployed");
        assertThat(waits.path("outcome").asText()).isEqualTo("Again");
        assertThat(waits.path("waitSeconds").asInt()).isEqualTo(1);
        assertThat(waits.at("/subject/turn").asText())
                .isEqualTo(Json.time(twin.clock().instant().plusSeconds(1)));
        assertThat(twin.calls().count("cloudfront:GetDistribution")).isEqualTo(1);
        twin.clock().advance(Duration.ofSeconds(1));
        assertThat(check(Json.write(waits.path("subject"))).path("status").asText())
                .isEqualTo("Deployed");
    }

    @Test
    void takesNoTurnForWhatNeedsNoCall() throws IOException {
        Distribution settled = stage.settled(stage.created("settled"));
        Distribution young = stage.created("young");
        twin.calls().reset();

        check("{\"distributionId\":\"" + settled.id() + "\"}");
        check("{\"distributionId\":\"" + young.id() + "\"}");
        check("{\"distributionId\":\"dist-none\"}");

        assertThat(twin.calls().where(call -> call.service().equals("cloudfront")))
                .isEmpty();
        assertThat(twin.calls().count("dynamodb:UpdateItem")).isZero();
    }

    @Test
    void givesWayAtOnceWhenCloudFrontThrottlesAndAsksMoreRarelyFromThenOn() throws IOException {
        Distribution first = stage.created("first");
        Distribution second = stage.created("second");
        twin.clock().advance(Duration.ofMinutes(6));
        twin.faults().on("cloudfront", "*").times(1).fail(400, "Throttling");
        twin.calls().reset();

        JsonNode refused = check("{\"distributionId\":\"" + first.id() + "\"}");
        JsonNode waits = check("{\"distributionId\":\"" + second.id() + "\"}");
        JsonNode later = check("{\"distributionId\":\"" + second.id() + "\"}");

        assertThat(twin.calls().count("cloudfront:GetDistribution")).isEqualTo(1);
        assertThat(refused.path("outcome").asText()).isEqualTo("Again");
        assertThat(refused.path("status").asText()).isEqualTo("InProgress");
        assertThat(waits.path("waitSeconds").asInt()).isEqualTo(1);
        assertThat(later.path("waitSeconds").asInt()).isEqualTo(3);
    }

    @Test
    void handsOverAQueueOfInvalidationsAndSaysWhenToTryTheRest() throws IOException {
        Distribution created = stage.created("shop");
        List<String> wildcards =
                IntStream.range(0, 20).mapToObj(i -> "/w" + i + "/*").toList();
        new InvalidationQueue(stage.environment()).add(created.id(), "one", wildcards, "user@example.com");

        JsonNode begun = check("{\"invalidationsOf\":\"" + created.id() + "\"}");
        twin.clock().advance(Duration.ofMinutes(2));
        JsonNode done = check("{\"invalidationsOf\":\"" + created.id() + "\"}");

        assertThat(begun.path("outcome").asText()).isEqualTo("Again");
        assertThat(begun.path("waitSeconds").asInt()).isBetween(10, 60);
        assertThat(done.path("outcome").asText()).isEqualTo("Settled");
        assertThat(stage.invalidated(created)).extracting(List::size).containsExactly(15, 5);
    }

    @Test
    void needsAnId() {
        assertThatThrownBy(() -> check("{}"))
                .isInstanceOf(OperationException.class)
                .hasMessage("distributionId: is required");
    }

    private JsonNode check(String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CheckStatusHandler(stage.environment())
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, PrimingContext.INSTANCE);
        return Json.parseOwn(out.toString(StandardCharsets.UTF_8));
    }
}
