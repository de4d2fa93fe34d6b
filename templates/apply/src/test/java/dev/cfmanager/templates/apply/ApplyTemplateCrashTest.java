// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.templates.TemplatesStage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The process dies before and after every AWS call of an application, and the client sends its request again. */
@ExtendWith(TwinExtension.class)
class ApplyTemplateCrashTest {
    private static final String ORIGIN = "origin-0000000a";
    private static final String REGION = "eu-central-1";

    @Test
    void makesOneDistributionThatServesWhereverTheProcessDies(Twin twin) {
        TemplatesStage stage = TemplatesStage.on(twin);
        stage.distributions().test().withIdempotency();
        stage.distributions().origin(ORIGIN, "site", REGION);
        stage.stored(TemplatesStage.sample("tmpl-web"));
        AtomicInteger runs = new AtomicInteger();

        int crashes = CrashSweep.of(crashing -> apply(stage, "run " + runs))
                .onOne(twin)
                .given(again -> runs.incrementAndGet())
                .then(survived -> {
                    twin.clock().advance(Duration.ofMinutes(6)); // until the dead request no longer holds its key
                    assertOneServes(stage, "run " + runs, runs.get());
                });

        assertThat(crashes).isGreaterThan(24);
    }

    private static void assertOneServes(TemplatesStage stage, String name, int distributions) {
        GatewayAnswer answer = apply(stage, name);
        assertThat(answer.status()).as(name + ": " + answer.message()).isEqualTo(201);
        JsonNode distribution = answer.data().path("distribution");
        assertThat(answer.data().at("/templateApplied/appliedAt")).isEqualTo(distribution.path("createdAt"));
        Distribution settled = stage.distributions()
                .settle(distribution.path("id").asText())
                .distribution()
                .orElseThrow();
        assertThat(settled.status()).as(name).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(settled.templateId()).as(name).contains("tmpl-web");
        assertThat(stage.distributions().distributions().findByName(name)).hasSize(1);
        assertThat(stage.distributions().atCloudFront())
                .as(name)
                .hasSize(distributions)
                .contains(settled.cloudfrontId().orElseThrow());
        assertThat(stage.distributions().policy("site", REGION).orElseThrow())
                .as(name)
                .contains(settled.arn().orElseThrow());
    }

    private static GatewayAnswer apply(TemplatesStage stage, String name) {
        return GatewayCall.of("POST", "/templates/{id}/apply")
                .path("id", "tmpl-web")
                .header("Idempotency-Key", name)
                .body("{\"name\":\"" + name + "\",\"originId\":\"" + ORIGIN + "\"}")
                .to(new ApplyTemplateHandler(stage.environment()));
    }
}
