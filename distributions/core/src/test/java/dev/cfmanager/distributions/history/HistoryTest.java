// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.100Z");

    private final Twin twin = Twin.start();
    private final TestEnvironment test =
            TestEnvironment.on(twin).withTable(EnvironmentVariable.HISTORY_TABLE, HistorySchema.SCHEMA);
    private final History history = new History(test.environment());

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void givesBackAnEventWithItsExtras() {
        HistoryEvent event = new HistoryEvent(
                "dist-1",
                NOW,
                "1",
                "INVALIDATION",
                "user@example.com",
                3,
                Json.object()
                        .put("invalidationId", "I1")
                        .set("paths", Json.array().add("/a").add("/b*")));

        history.write(event);

        assertThat(history.latest("dist-1", 10)).containsExactly(event);
        assertThat(event.toJson().toString())
                .isEqualTo(
                        "{\"timestamp\":\"2026-01-31T08:15:30.100Z\",\"action\":\"INVALIDATION\","
                                + "\"user\":\"user@example.com\",\"version\":3,\"invalidationId\":\"I1\",\"paths\":[\"/a\",\"/b*\"]}");
    }

    @Test
    void keepsTheLargestConfigurationEvenWhereItDoesNotCompress() {
        byte[] noise = new byte[192 * 1024];
        new Random(1).nextBytes(noise);
        ObjectNode config = Json.object().put("Comment", Base64.getEncoder().encodeToString(noise));
        assertThat(Json.write(config).length()).isGreaterThanOrEqualTo(256 * 1024);
        HistoryEvent applied = new HistoryEvent(
                "dist-1", NOW, "1", "UPDATE_COMPLETED", "user", 2, Json.object().put("configVersion", 7));

        history.keep(applied, config);
        history.keep(applied, config);

        assertThat(history.config("dist-1", 7)).contains(config);
        assertThat(history.config("dist-1", 6)).isEmpty();
        assertThat(history.latest("dist-1", 10)).as("no events").isEmpty();
    }

    @Test
    void keepsEventsOfTheSameInstantApartAndInOrder() { // defect M-7
        IntStream.range(0, 5).forEach(i -> history.write(event("event-" + i, NOW)));

        assertThat(history.latest("dist-1", 10))
                .extracting(HistoryEvent::eventId)
                .containsExactly("event-4", "event-3", "event-2", "event-1", "event-0");
        assertThat(history.latest("dist-1", 10).get(0).timestamp()).isEqualTo(NOW.plusMillis(4));
    }

    @Test
    void spellsEveryTimeWithMillisecondsSoThatTextOrderIsTimeOrder() { // defect M-7
        history.write(event("whole", Instant.parse("2026-01-31T08:15:30Z")));
        history.write(event("nanos", Instant.parse("2026-01-31T08:15:30.000999Z")));
        history.write(event("later", Instant.parse("2026-01-31T08:15:30.010Z")));

        assertThat(history.latest("dist-1", 10))
                .extracting(event -> Json.time(event.timestamp()))
                .containsExactly("2026-01-31T08:15:30.010Z", "2026-01-31T08:15:30.001Z", "2026-01-31T08:15:30.000Z");
    }

    @Test
    void writesAnEventOnceHoweverOftenItIsSent() {
        history.write(event("first", NOW));
        history.write(event("second", NOW));

        history.write(event("second", NOW));
        history.write(event("first", NOW));

        assertThat(history.latest("dist-1", 10)).hasSize(2);
    }

    @Test
    void letsEveryItemExpire() { // defect M-8
        test.with(EnvironmentVariable.HISTORY_TTL_DAYS, "30");

        new History(test.environment()).write(event("event", NOW));

        Map<String, AttributeValue> item = test.aws()
                .dynamoDb()
                .scan(scan -> scan.tableName("history-table"))
                .items()
                .get(0);
        assertThat(item.get("expiresAt").n())
                .isEqualTo(String.valueOf(NOW.plusSeconds(30 * 86_400L).getEpochSecond()));
    }

    @Test
    void pagesNewestFirst() {
        IntStream.range(0, 7).forEach(i -> history.write(event("event-" + i, NOW.plusSeconds(i))));
        history.write(new HistoryEvent("dist-2", NOW, "other", "X", "user", 1, Json.object()));

        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<HistoryEvent> page = history.page("dist-1", new PageRequest(3, token));
            page.items().forEach(event -> seen.add(event.eventId()));
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(seen).containsExactly("event-6", "event-5", "event-4", "event-3", "event-2", "event-1", "event-0");
    }

    private static HistoryEvent event(String id, Instant at) {
        return new HistoryEvent("dist-1", at, id, "STATUS_CHANGED", "system", 1, Json.object());
    }
}
