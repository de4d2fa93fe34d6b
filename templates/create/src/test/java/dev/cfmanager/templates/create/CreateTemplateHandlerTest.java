// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplatesStage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class CreateTemplateHandlerTest {
    private TemplatesStage stage;

    @BeforeEach
    void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
    }

    @Test
    void createsWhatTheBrowserClientAsksFor() {
        GatewayAnswer answer = post(TemplatesStage.body("shop").put("createdBy", "somebody-else"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("success").asBoolean()).isTrue();
        JsonNode template = answer.data().path("template");
        assertThat(template.path("id").asText()).matches("tmpl-[0-9a-f]{8}");
        assertThat(template.path("templateId")).isEqualTo(template.path("id"));
        assertThat(template.path("name").asText()).isEqualTo("shop");
        assertThat(template.path("category").asText()).isEqualTo("Web");
        assertThat(template.path("features")).hasToString("[\"HTTPS\",\"Compression\"]");
        assertThat(template.path("createdBy").asText()).isEqualTo("user@example.com");
        assertThat(template.path("createdAt").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(template.path("version").asInt()).isEqualTo(1);
        assertThat(template.path("sslConfig"))
                .hasToString("{\"certificateArn\":null,\"customDomains\":null,\"viewerProtocol\":\"redirect-to-https\","
                        + "\"minTlsVersion\":\"TLSv1.2_2021\"}");
        assertThat(stage.templates().require(template.path("id").asText()).config())
                .isEqualTo(template.path("config"));
    }

    @Test
    void reportsAllProblemsAndWritesNothing() {
        GatewayAnswer answer = post(Json.object().put("name", "<b>").put("description", 1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("errors"))
                .extracting(problem -> problem.asText().replaceAll(":.*", ""))
                .containsExactly("name", "description", "config");
        assertThat(stored()).isEmpty();
    }

    @Test
    void createsOneTemplateHoweverOftenARequestIsSentAgainEvenAfterACrash() {
        stage.distributions()
                .twin()
                .faults()
                .on("dynamodb", "PutItem")
                .call(1)
                .afterEffect()
                .crash();
        try {
            withKey(TemplatesStage.body("shop"));
        } catch (TwinCrash died) {
            stage.distributions().twin().faults().clear();
        }

        JsonNode first = withKey(TemplatesStage.body("shop")).data();
        JsonNode second = withKey(TemplatesStage.body("shop")).data();

        assertThat(first).isEqualTo(second);
        assertThat(stored())
                .extracting(Template::id)
                .containsExactly(first.at("/template/id").asText());
    }

    @Test
    void makesAnotherOneOfARequestWithoutAKey() {
        post(TemplatesStage.body("shop"));
        post(TemplatesStage.body("shop"));

        assertThat(stored()).hasSize(2);
    }

    @Test
    void answers403ToAReader() {
        GatewayAnswer answer = GatewayCall.of("POST", "/templates")
                .as("ReadOnly")
                .body("{}")
                .to(new CreateTemplateHandler(stage.environment()));

        assertThat(answer.status()).isEqualTo(403);
    }

    private List<Template> stored() {
        return stage.templates().list(PageRequest.EVERYTHING).items().stream()
                .filter(template -> template.version() > 0)
                .toList();
    }

    private GatewayAnswer post(ObjectNode body) {
        return GatewayCall.of("POST", "/templates")
                .body(Json.write(body))
                .to(new CreateTemplateHandler(stage.environment()));
    }

    private GatewayAnswer withKey(ObjectNode body) {
        return GatewayCall.of("POST", "/templates")
                .header("Idempotency-Key", "key-1")
                .body(Json.write(body))
                .to(new CreateTemplateHandler(stage.environment()));
    }
}
