// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.listhistory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ListHistoryHandlerTest {
    private static final Twin TWIN = Twin.start();
    private static final DistributionsStage STAGE = new DistributionsStage(TWIN);

    @AfterAll
    static void stop() {
        TWIN.close();
    }

    @Test
    void showsWhatHappenedTheNewestFirstAndWhoDidIt() { // defect M-9
        Distribution created = STAGE.settled(STAGE.created("shop"));

        GatewayAnswer answer = history(created.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("count").asInt()).isEqualTo(3);
        assertThat(answer.data().has("nextToken")).isFalse();
        JsonNode events = answer.data().path("history");
        assertThat(events)
                .extracting(event -> event.path("action").asText())
                .containsExactly("STATUS_CHANGED", "CREATE_COMPLETED", "CREATE_INITIATED");
        assertThat(events)
                .extracting(event -> event.path("user").asText())
                .containsExactly("system", "user@example.com", "user@example.com");
        assertThat(events.path(0).path("timestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(events.path(0).has("eventId")).isFalse();
    }

    @Test
    void givesEachEventOnceOverPages() {
        write("dist-pages", 1100);

        List<Long> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            GatewayCall call = call("dist-pages").query("limit", "300");
            GatewayAnswer page = (token.isEmpty() ? call : call.query("nextToken", token))
                    .to(new ListHistoryHandler(STAGE.environment()));
            page.data()
                    .path("history")
                    .forEach(event -> seen.add(event.path("version").asLong()));
            token = page.data().path("nextToken").asText("");
            pages++;
        } while (!token.isEmpty());

        assertThat(pages).isEqualTo(4);
        assertThat(seen).hasSize(1100).doesNotHaveDuplicates();
        assertThat(seen.get(0)).isEqualTo(1100);
        assertThat(seen.get(1099)).isEqualTo(1);
        GatewayAnswer whole = history("dist-pages");
        assertThat(whole.data().path("count").asInt()).isEqualTo(1000);
        assertThat(whole.data().path("nextToken").asText()).isNotEmpty();
    }

    @Test
    void showsTheHistoryOfADistributionWhoseRecordIsGone() { // contract 4.4: history outlives the record
        write("dist-gone", 2);
        assertThat(STAGE.distributions().find("dist-gone")).isEmpty();

        GatewayAnswer answer = history("dist-gone");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("history")).hasSize(2);
    }

    @Test
    void answersAnEmptyListForARecordWithoutEventsAnd404ForAnUnknownId() {
        STAGE.distributions().create(SampleDistributions.deployed("dist-silent").build());

        assertThat(history("dist-silent").status()).isEqualTo(200);
        assertThat(history("dist-silent").data().path("history")).isEmpty();
        assertThat(history("dist-none").status()).isEqualTo(404);
        assertThat(history("dist-none").message()).isEqualTo("Distribution not found: dist-none");
    }

    @Test
    void refusesABadLimitAndATokenOfAnotherHistory() { // defect V-13
        write("dist-first", 3);
        String token = call("dist-first")
                .query("limit", "1")
                .to(new ListHistoryHandler(STAGE.environment()))
                .data()
                .path("nextToken")
                .asText();

        GatewayAnswer foreign =
                call("dist-second").query("nextToken", token).to(new ListHistoryHandler(STAGE.environment()));
        GatewayAnswer limit = call("dist-first").query("limit", "0").to(new ListHistoryHandler(STAGE.environment()));

        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(limit.code()).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void answersAReader() {
        write("dist-read", 1);

        assertThat(call("dist-read")
                        .as("ReadOnly")
                        .to(new ListHistoryHandler(STAGE.environment()))
                        .status())
                .isEqualTo(200);
    }

    private static void write(String id, int events) {
        History history = new History(STAGE.environment());
        IntStream.rangeClosed(1, events)
                .forEach(i -> history.write(new HistoryEvent(
                        id,
                        VirtualClock.EPOCH.plusSeconds(i),
                        "event-" + i,
                        "STATUS_CHANGED",
                        "system",
                        i,
                        Json.object())));
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("GET", "/distributions/{id}/history").path("id", id);
    }

    private static GatewayAnswer history(String id) {
        return call(id).to(new ListHistoryHandler(STAGE.environment()));
    }
}
