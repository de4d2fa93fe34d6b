// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import org.junit.jupiter.api.Test;

class DistributionSpecTest {
    private final ObjectNode body = SampleDistributions.request("shop", "custom-origin-1", "www.example.com");

    @Test
    void readsWhatTheBrowserClientSends() {
        body.put("viewerProtocol", "redirect-to-https").put("minTlsVersion", "TLSv1.2_2021");

        DistributionSpec spec = DistributionsStage.spec(body);

        assertThat(spec.problems().found()).isEmpty();
        assertThat(spec.name()).isEqualTo("shop");
        assertThat(spec.config().has("Origins")).isTrue();
        assertThat(spec.shortcuts().customDomains()).isEmpty();
        assertThat(spec.multiOrigin()).isFalse();
    }

    @Test
    void refusesMarkupInANameAndOneThatIsTooLong() { // defect S-8
        body.put("name", "<b>shop</b>");
        assertThat(DistributionsStage.spec(body).problems().found())
                .containsExactly("name: must be one line without < and >");

        body.put("name", "x".repeat(129));
        assertThat(DistributionsStage.spec(body).problems().found())
                .singleElement()
                .asString()
                .contains("128");

        body.remove("name");
        assertThat(DistributionsStage.spec(body).problems().found()).containsExactly("name: is required");
    }

    @Test
    void refusesSeveralOriginsWithoutSayingWhich() { // defect V-3
        body.put("isMultiOrigin", true);

        assertThat(DistributionsStage.spec(body).problems().found())
                .containsExactly("multiOriginConfig: is required when isMultiOrigin is true");
    }

    @Test
    void needsAConfigurationOrADomain() { // defect V-2
        body.putNull("config");
        assertThat(DistributionsStage.spec(body).problems().found())
                .singleElement()
                .asString()
                .startsWith("config: ");

        body.put("originDomain", "www.example.com");
        assertThat(DistributionsStage.spec(body).problems().found()).isEmpty();
    }

    @Test
    void refusesTagsThatAwsWould() {
        ObjectNode tags = body.putObject("tags").put("AWS:x", "1").put("ok", "Größe 1/2 a_b-c.d:e=f+g@h");
        tags.put("long", "x".repeat(257)).put("what?", "").put("markup", "<b>");
        assertThat(tags).hasSize(5);

        assertThat(DistributionsStage.spec(body).problems().found())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).startsWith("tags.what?: may hold letters"))
                .anySatisfy(problem -> assertThat(problem).startsWith("tags.markup: may hold letters"))
                .anySatisfy(problem -> assertThat(problem).contains("aws:"))
                .anySatisfy(problem -> assertThat(problem).contains("256"));
    }

    @Test
    void splitsCustomDomains() {
        ObjectNode request = Json.object()
                .put("name", "shop")
                .put("originDomain", "www.example.com")
                .put("customDomains", " a.example.org, b.example.org ,,a.example.org");

        assertThat(DistributionsStage.spec(request).shortcuts().customDomains())
                .containsExactly("a.example.org", "b.example.org");
    }
}
