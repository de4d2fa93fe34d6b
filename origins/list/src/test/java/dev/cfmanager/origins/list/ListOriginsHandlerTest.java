// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginJson;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginSchema;
import dev.cfmanager.origins.OriginsOnTwin;
import dev.cfmanager.origins.SampleOrigins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class ListOriginsHandlerTest {
    private OriginsOnTwin stage;
    private OriginRepository origins;

    @BeforeEach
    void stage(Twin twin) {
        stage = OriginsOnTwin.on(twin);
        origins = stage.origins();
    }

    @Test
    void answersAnEmptyListWhenThereAreNone() {
        GatewayAnswer answer = list(GatewayCall.of("GET", "/origins"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().toString()).isEqualTo("{\"origins\":[],\"count\":0,\"total\":0}");
    }

    @Test
    void listsAThousandOriginsCompletelyAndTheNewestFirst() {
        List<Origin> thousand = IntStream.range(0, 1000)
                .mapToObj(i -> SampleOrigins.origin("origin-" + i)
                        .createdAt(VirtualClock.EPOCH.plusSeconds(i))
                        .build())
                .toList();
        stage.test().filled(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA, thousand);

        JsonNode data = list(GatewayCall.of("GET", "/origins")).data();

        assertThat(data.path("origins")).hasSize(1000);
        assertThat(data.path("count").asInt()).isEqualTo(1000);
        assertThat(data.at("/origins/0"))
                .hasToString(
                        OriginJson.of(origins.find("origin-999").orElseThrow()).toString());
        assertThat(data.at("/origins/999/id").asText()).isEqualTo("origin-0");
    }

    @Test
    void listsEachOriginOnceOverAllPages() {
        for (int i = 0; i < 23; i++) {
            origins.create(SampleOrigins.origin("origin-" + i).build());
        }
        List<String> ids = new ArrayList<>();
        String token = "";
        do {
            GatewayCall call = GatewayCall.of("GET", "/origins").query("limit", "5");
            JsonNode data = list(token.isEmpty() ? call : call.query("nextToken", token))
                    .data();
            data.path("origins").forEach(origin -> ids.add(origin.path("id").asText()));
            assertThat(data.path("count").asInt())
                    .isEqualTo(data.path("origins").size());
            token = data.path("nextToken").asText();
        } while (!token.isEmpty());

        assertThat(ids).hasSize(23);
        assertThat(new HashSet<>(ids)).hasSize(23);
    }

    /** Defect V-13. */
    @Test
    void refusesLimitsAndTokensItDidNotGive() {
        for (String limit : List.of("0", "-1", "1001", "ten", "5.5", "99999999999999999999")) {
            assertThat(list(GatewayCall.of("GET", "/origins").query("limit", limit))
                            .status())
                    .as(limit)
                    .isEqualTo(400);
        }
        for (String token : List.of("x", "eyJvcmlnaW5JZCI6Im9yaWdpbi0xIn0=", "%%%", "../..")) {
            GatewayAnswer answer = list(GatewayCall.of("GET", "/origins").query("nextToken", token));
            assertThat(answer.status()).as(token).isEqualTo(400);
            assertThat(answer.message()).contains("nextToken");
        }
    }

    private GatewayAnswer list(GatewayCall call) {
        return call.as("ReadOnly").to(new ListOriginsHandler(stage.environment()));
    }
}
