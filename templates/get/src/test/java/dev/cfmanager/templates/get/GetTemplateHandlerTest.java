// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.templates.TemplatesStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class GetTemplateHandlerTest {
    private TemplatesStage stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
    }

    /** Defect V-10: numbers came back as texts, and times in a form of the runtime's own. */
    @Test
    void keepsNumbersNumbersAndTimesIsoTexts() {
        stage.stored(TemplatesStage.sample("tmpl-1"));

        JsonNode template = get("tmpl-1").data().path("template");

        assertThat(template.path("id").asText()).isEqualTo("tmpl-1");
        assertThat(template.path("config")).isEqualTo(TemplatesStage.config());
        assertThat(template.at("/config/Origins/Quantity").isInt()).isTrue();
        assertThat(template.at("/config/Origins/Items/0/CustomOriginConfig/HTTPSPort")
                        .isInt())
                .isTrue();
        assertThat(template.path("createdAt").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @Test
    void showsBuiltInTemplates() {
        JsonNode template = get("tmpl-single-page-app").data().path("template");

        assertThat(template.path("builtIn").asBoolean()).isTrue();
        assertThat(template.at("/config/CustomErrorResponses/Items/0/ErrorCachingMinTTL")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void answersNotFoundForAnUnknownTemplate() {
        GatewayAnswer answer = get("tmpl-none");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("Template not found: tmpl-none");
    }

    @Test
    void answersReadersToo() {
        assertThat(call("tmpl-api").as("ReadOnly").to(handler()).status()).isEqualTo(200);
        assertThat(call("tmpl-api").asNobody().to(handler()).status()).isEqualTo(401);
    }

    private GatewayAnswer get(String id) {
        return call(id).to(handler());
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("GET", "/templates/{id}").path("id", id);
    }

    private GetTemplateHandler handler() {
        return new GetTemplateHandler(stage.environment());
    }
}
