// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionSchema;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListDistributionsHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void showsWhatTheBrowserClientReads() { // defect V-8
        Distribution created = stage.created("shop");

        GatewayAnswer answer = get();

        JsonNode item = answer.data().at("/distributions/0");
        assertThat(answer.data().path("count").asInt()).isEqualTo(1);
        assertThat(item.path("id").asText()).isEqualTo(created.id());
        assertThat(item.path("distributionId").asText()).isEqualTo(created.id());
        assertThat(item.path("cloudfrontId").asText())
                .isEqualTo(created.cloudfrontId().orElseThrow());
        assertThat(item.path("name").asText()).isEqualTo("shop");
        assertThat(item.path("status").asText()).isEqualTo("InProgress");
        assertThat(item.path("domainName").asText()).endsWith(".cloudfront.net");
        assertThat(item.path("origin").asText()).isEqualTo("www.example.com");
        assertThat(item.path("isMultiOrigin").isBoolean()).isTrue();
        assertThat(item.path("type").asText()).isEqualTo("Standard");
        assertThat(item.path("lastModified").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(item.path("createdAt").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(item.path("createdBy").asText()).isEqualTo("user@example.com");
        assertThat(item.has("config")).isFalse();
    }

    @Test
    void answersAnEmptyListWhenThereIsNothing() {
        assertThat(get().data().path("distributions").isArray()).isTrue();
        assertThat(get().data().path("count").asInt()).isZero();
    }

    @Test
    void givesEachOfTenThousandOnceOverPagesAndAThousandWithoutALimit() { // defects M-5, V-13
        fill(10_000);

        GatewayAnswer everything = get();
        assertThat(everything.data().path("distributions")).hasSize(1000);
        assertThat(everything.data().has("nextToken")).isTrue();
        List<String> times = new ArrayList<>();
        everything
                .data()
                .path("distributions")
                .forEach(item -> times.add(item.path("createdAt").asText()));
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());

        Set<String> seen = new HashSet<>();
        int items = 0;
        String token = "";
        do {
            GatewayCall call = GatewayCall.of("GET", "/distributions").query("limit", "997");
            GatewayAnswer page = (token.isEmpty() ? call : call.query("nextToken", token)).to(handler());
            assertThat(page.status()).isEqualTo(200);
            for (JsonNode item : page.data().path("distributions")) {
                seen.add(item.path("id").asText());
                items++;
            }
            token = page.data().path("nextToken").asText("");
        } while (!token.isEmpty());
        assertThat(items).isEqualTo(10_000);
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void refusesABadLimitAndABadToken() { // defect V-13
        for (String limit : List.of("0", "1001", "-1", "many")) {
            assertThat(GatewayCall.of("GET", "/distributions")
                            .query("limit", limit)
                            .to(handler())
                            .status())
                    .as(limit)
                    .isEqualTo(400);
        }
        assertThat(GatewayCall.of("GET", "/distributions")
                        .query("nextToken", "forged")
                        .to(handler())
                        .code())
                .isEqualTo("VALIDATION_ERROR");
    }

    private void fill(int count) {
        List<Distribution> records = IntStream.range(0, count)
                .mapToObj(i -> SampleDistributions.deployed("dist-" + i)
                        .createdAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i))
                        .build())
                .toList();
        stage.test().filled(EnvironmentVariable.DISTRIBUTIONS_TABLE, DistributionSchema.SCHEMA, records);
    }

    private GatewayAnswer get() {
        return GatewayCall.of("GET", "/distributions").to(handler());
    }

    private ListDistributionsHandler handler() {
        return new ListDistributionsHandler(stage.environment());
    }
}
