// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.templates.TemplatesStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TwinExtension.class)
class DeleteTemplateHandlerTest {
    private Twin twin;
    private TemplatesStage stage;

    @BeforeEach
    void stage(Twin newTwin) {
        twin = newTwin;
        stage = TemplatesStage.on(twin);
    }

    @Test
    void deletesATemplateThatNothingWasMadeFrom() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        use("tmpl-2", "dist-1", "other");

        GatewayAnswer answer = delete(call("tmpl-1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data()).hasToString("{\"templateId\":\"tmpl-1\",\"name\":\"Template tmpl-1\"}");
        assertThat(stage.templates().find("tmpl-1")).isEmpty();
        assertThat(delete(call("tmpl-1")).status()).isEqualTo(404);
    }

    @Test
    void refusesOneThatDistributionsWereMadeFromAndNamesThem() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        for (int i = 0; i < 7; i++) {
            use("tmpl-1", "dist-" + i, "shop " + i);
        }
        twin.calls().reset();

        GatewayAnswer answer = delete(call("tmpl-1"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("CONFLICT");
        assertThat(answer.message()).contains("shop ", "and 2 more", "?force=true");
        assertThat(answer.body().at("/details/distributions")).hasSize(7).anySatisfy(user -> assertThat(user)
                .hasToString("{\"id\":\"dist-3\",\"name\":\"shop 3\"}"));
        assertThat(stage.templates().find("tmpl-1")).isPresent();
        assertThat(twin.calls().count("dynamodb:Scan")).as("a growing table").isZero();
    }

    @Test
    void deletesAUsedOneByForceAndLeavesTheDistributions() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        use("tmpl-1", "dist-1", "shop");

        assertThat(delete(call("tmpl-1").query("force", "false")).status()).isEqualTo(409);
        assertThat(delete(call("tmpl-1").query("force", "true")).status()).isEqualTo(200);

        assertThat(stage.templates().find("tmpl-1")).isEmpty();
        assertThat(stage.distributions().distributions().require("dist-1").templateId())
                .contains("tmpl-1");
        assertThat(delete(call("tmpl-1").query("force", "yes")).message()).startsWith("force: ");
    }

    @Test
    void deletesNothingWhenItCannotTellWhetherItIsUsed() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        twin.faults().on("dynamodb", "Query").fail(500, "InternalServerError");

        assertThat(delete(call("tmpl-1")).status()).isEqualTo(502);
        assertThat(stage.templates().find("tmpl-1")).isPresent();
    }

    @Test
    void deletesABuiltInTemplateForGood() {
        assertThat(delete(call("tmpl-media")).status()).isEqualTo(200);

        assertThat(stage.templates().find("tmpl-media")).isEmpty();
        assertThat(delete(call("tmpl-media")).status()).isEqualTo(404);
    }

    @Test
    void looksAgainWhenSomebodyChangedItMeanwhile() {
        stage.stored(TemplatesStage.sample("tmpl-1"));
        twin.faults().on("dynamodb", "Query").call(1).answer(users -> {
            use("tmpl-1", "dist-1", "made meanwhile");
            stage.templates().update(stage.templates().require("tmpl-1"));
            return users;
        });

        assertThat(delete(call("tmpl-1")).status()).isEqualTo(409);
        assertThat(stage.templates().find("tmpl-1")).isPresent();
    }

    @Test
    void answers403ToAReader() {
        assertThat(delete(call("tmpl-api").as("ReadOnly")).status()).isEqualTo(403);
    }

    private void use(String templateId, String distributionId, String name) {
        stage.distributions()
                .distributions()
                .create(SampleDistributions.deployed(distributionId)
                        .name(name)
                        .templateId(templateId)
                        .build());
    }

    private static GatewayCall call(String id) {
        return GatewayCall.of("DELETE", "/templates/{id}").path("id", id);
    }

    private GatewayAnswer delete(GatewayCall call) {
        return call.to(new DeleteTemplateHandler(stage.environment()));
    }
}
