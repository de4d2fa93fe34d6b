// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplatesStage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class UpdateTemplateHandlerTest {
    private Twin twin;
    private TemplatesStage stage;

    @BeforeEach
    void stage(Twin newTwin) {
        twin = newTwin;
        stage = TemplatesStage.on(twin);
    }

    /** Defect V-9: the changed record came back without its id. */
    @Test
    void changesWhatTheRequestNamesAndNothingElse() {
        Template before = stage.stored(TemplatesStage.sample("tmpl-1").createdBy("author@example.com"));
        twin.clock().advance(Duration.ofSeconds(5));

        GatewayAnswer answer = put("tmpl-1", "{\"category\":\"API\"}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode template = answer.data().path("template");
        assertThat(template.path("id").asText()).isEqualTo("tmpl-1");
        assertThat(template.path("category").asText()).isEqualTo("API");
        assertThat(template.path("createdBy").asText()).isEqualTo("author@example.com");
        assertThat(template.path("updatedAt").asText()).isEqualTo("2026-01-01T00:00:05.000Z");
        assertThat(stage.templates().find("tmpl-1"))
                .contains(before.toBuilder()
                        .category("API")
                        .version(2)
                        .updatedBy("user@example.com")
                        .updatedAt(twin.clock().instant())
                        .build());
    }

    @Test
    void changesABuiltInTemplateLikeAnyOther() {
        GatewayAnswer answer = put("tmpl-api", "{\"name\":\"Our API\"}");

        assertThat(answer.data().at("/template/name").asText()).isEqualTo("Our API");
        assertThat(answer.data().at("/template/version").asInt()).isEqualTo(1);
        assertThat(answer.data().at("/template/createdBy").asText()).isEqualTo("system");
    }

    @Test
    void makesItsChangeUponOneThatCameBetween() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        boolean[] done = {false};
        twin.faults().on("dynamodb", "GetItem").call(1).answer(read -> {
            stage.templates()
                    .update(stage.templates().require("tmpl-1").toBuilder()
                            .description("theirs")
                            .build());
            done[0] = true;
            return read;
        });

        JsonNode template = put("tmpl-1", "{\"name\":\"ours\"}").data().path("template");

        assertThat(done[0]).isTrue();
        assertThat(template.path("name").asText()).isEqualTo("ours");
        assertThat(template.path("description").asText()).isEqualTo("theirs");
        assertThat(template.path("version").asInt()).isEqualTo(3);
    }

    @Test
    void refusesAChangeThatWasMadeForAnotherVersion() {
        stage.stored(TemplatesStage.sample("tmpl-1"));

        assertThat(put("tmpl-1", "{\"name\":\"a\",\"version\":1}").status()).isEqualTo(200);
        GatewayAnswer refused = put("tmpl-1", "{\"name\":\"b\",\"version\":1}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("CONFLICT");
        assertThat(refused.body().at("/details/version").asInt()).isEqualTo(2);
        assertThat(stage.templates().require("tmpl-1").name()).isEqualTo("a");
    }

    @Test
    void givesUpWhenOthersAreAlwaysFaster() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        twin.faults()
                .on("dynamodb", "UpdateItem")
                .answer(
                        taken -> TwinResponse.json(
                                400,
                                "application/x-amz-json-1.0",
                                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"message\":\"no\"}"));

        assertThat(put("tmpl-1", "{\"name\":\"a\"}").status()).isEqualTo(409);
    }

    @Test
    void refusesWhatIsUnfitAndAnswersNotFound() {
        stage.stored(TemplatesStage.sample("tmpl-1"));

        GatewayAnswer unfit = put("tmpl-1", "{\"name\":null,\"config\":{\"Enabled\":1},\"version\":\"1\"}");

        assertThat(unfit.status()).isEqualTo(400);
        assertThat(unfit.body().path("errors"))
                .extracting(problem -> problem.asText().replaceAll(":.*", ""))
                .containsExactlyInAnyOrder("version", "name", "/config/Enabled");
        assertThat(put("tmpl-none", "{\"name\":\"a\"}").status()).isEqualTo(404);
        assertThat(put("tmpl-1", "").status()).isEqualTo(400);
    }

    @Test
    void answers403ToAReader() {
        assertThat(call("tmpl-api", "{}").as("ReadOnly").to(handler()).status()).isEqualTo(403);
    }

    private GatewayAnswer put(String id, String body) {
        return call(id, body).to(handler());
    }

    private static GatewayCall call(String id, String body) {
        return GatewayCall.of("PUT", "/templates/{id}").path("id", id).body(body);
    }

    private UpdateTemplateHandler handler() {
        return new UpdateTemplateHandler(stage.environment());
    }
}
