// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateSchema;
import dev.cfmanager.templates.TemplatesStage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class ListTemplatesHandlerTest {
    private TemplatesStage stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
    }

    /** Defect V-8: templates lacked id and features. */
    @Test
    void showsEverythingThatTheBrowserClientReads() {
        stage.stored(TemplatesStage.sample("tmpl-1")
                .features(List.of("HTTPS"))
                .createdAt(VirtualClock.EPOCH.plusSeconds(1))
                .updatedAt(VirtualClock.EPOCH.plusSeconds(1)));

        JsonNode data = list(call()).data();

        assertThat(data.path("count").asInt()).isEqualTo(6);
        assertThat(data.at("/templates/0"))
                .hasToString(
                        "{\"id\":\"tmpl-1\",\"templateId\":\"tmpl-1\",\"name\":\"Template tmpl-1\",\"category\":\"Web\","
                                + "\"description\":\"A sample\",\"features\":[\"HTTPS\"],\"config\":"
                                + data.at("/templates/0/config")
                                + ",\"builtIn\":false,\"version\":1,\"createdBy\":\"user@example.com\","
                                + "\"createdAt\":\"2026-01-01T00:00:01.000Z\",\"updatedBy\":\"user@example.com\","
                                + "\"updatedAt\":\"2026-01-01T00:00:01.000Z\"}");
        assertThat(data.at("/templates/0/config")).isEqualTo(TemplatesStage.config());
    }

    @Test
    void listsAThousandTemplatesCompletelyAndTheNewestFirst() {
        List<Template> own = IntStream.range(0, 995)
                .mapToObj(i -> TemplatesStage.sample("tmpl-" + i)
                        .createdAt(VirtualClock.EPOCH.plusSeconds(i + 1))
                        .build())
                .toList();
        stage.distributions().test().filled(EnvironmentVariable.TEMPLATES_TABLE, TemplateSchema.SCHEMA, own);

        JsonNode data = list(call()).data();

        assertThat(data.path("count").asInt()).isEqualTo(1000);
        assertThat(data.has("nextToken")).isFalse();
        assertThat(data.path("templates"))
                .extracting(template -> template.path("id").asText())
                .startsWith("tmpl-994", "tmpl-993")
                .endsWith("tmpl-static-website")
                .doesNotHaveDuplicates();
    }

    @Test
    void listsACategoryThroughTheIndex() {
        stage.stored(TemplatesStage.sample("tmpl-1").category("Web"));
        stage.stored(TemplatesStage.sample("tmpl-2").category("Our own & only"));
        stage.distributions().twin().calls().reset();

        JsonNode data = list(call().query("category", "Our own & only")).data();

        assertThat(data.path("templates"))
                .extracting(template -> template.path("id").asText())
                .containsExactly("tmpl-2");
        assertThat(stage.distributions().twin().calls().count("dynamodb:Query")).isEqualTo(1);
        assertThat(stage.distributions().twin().calls().count("dynamodb:Scan")).isZero();
        assertThat(list(call().query("category", "Nothing")).data())
                .hasToString("{\"templates\":[],\"count\":0,\"total\":0}");
    }

    @Test
    void pagesAsOtherListsDo() {
        JsonNode first = list(call().query("limit", "3")).data();
        JsonNode second = list(call().query("limit", "3")
                        .query("nextToken", first.path("nextToken").asText()))
                .data();

        assertThat(first.path("templates")).hasSize(3);
        assertThat(second.path("templates")).hasSize(2);
        assertThat(second.has("nextToken")).isFalse();
        assertThat(list(call().query("nextToken", "x")).status()).isEqualTo(400);
        assertThat(list(call().query("limit", "0")).status()).isEqualTo(400);
        assertThat(list(call().query("category", "x".repeat(3000))).message()).startsWith("category: ");
    }

    @Test
    void answersReadersToo() {
        assertThat(list(call().as("ReadOnly")).status()).isEqualTo(200);
        assertThat(list(call().asNobody()).status()).isEqualTo(401);
    }

    private static GatewayCall call() {
        return GatewayCall.of("GET", "/templates");
    }

    private GatewayAnswer list(GatewayCall call) {
        return call.to(new ListTemplatesHandler(stage.environment()));
    }
}
