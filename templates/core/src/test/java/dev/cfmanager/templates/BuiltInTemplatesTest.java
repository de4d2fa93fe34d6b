// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInTemplatesTest {
    /** Managed policies whose names end in SecurityHeadersPolicy. */
    private static final Set<String> SECURITY_HEADERS =
            Set.of("67f7725c-6f97-4210-82d7-5512b31e9d03", "e61eb60c-9c35-4d20-a928-2b84e02af89c");

    /** CachingOptimizedForUncompressedObjects: CloudFront compresses nothing behind it. */
    private static final String UNCOMPRESSED = "b2884449-e4de-46a7-ac36-70bc7f1ddd6d";

    static List<Template> all() {
        return BuiltInTemplates.all();
    }

    @Test
    void areForTheFiveThingsThatAnybodyWantsOnTheFirstDay() {
        assertThat(all())
                .extracting(Template::name)
                .containsExactly("Static website", "Single-page app", "API", "Downloads", "Media streaming");
        assertThat(all()).extracting(Template::category).containsExactly("Web", "Web", "API", "Download", "Streaming");
    }

    @ParameterizedTest
    @MethodSource("all")
    void sendSecurityHeadersOverHttpsOnEveryPathAndCompressWhatTheirCacheKeepsCompressed(Template template) {
        for (JsonNode behavior : behaviors(template)) {
            assertThat(SECURITY_HEADERS)
                    .contains(behavior.path("ResponseHeadersPolicyId").asText());
            assertThat(behavior.path("ViewerProtocolPolicy").asText()).isIn("https-only", "redirect-to-https");
            assertThat(behavior.path("Compress").asBoolean())
                    .isEqualTo(!behavior.path("CachePolicyId").asText().equals(UNCOMPRESSED));
        }
    }

    /** One may be read, sent back as a template of one's own, and is the same. */
    @ParameterizedTest
    @MethodSource("all")
    void passTheChecksOfTemplatesThatPeopleSend(Template template) {
        ObjectNode body = Json.object().put("name", template.name()).put("description", template.description());
        body.put("category", template.category()).set("config", template.config());
        template.features().forEach(body.putArray("features")::add);

        Template again = TemplatePatch.creation(new Fields(body, new Problems()))
                .applyTo(Template.builder().build());

        assertThat(again.config()).isEqualTo(template.config());
        assertThat(again.features()).isEqualTo(template.features()).isNotEmpty();
    }

    private static List<JsonNode> behaviors(Template template) {
        List<JsonNode> behaviors = new ArrayList<>(List.of(template.config().path("DefaultCacheBehavior")));
        template.config().at("/CacheBehaviors/Items").forEach(behaviors::add);
        return behaviors;
    }
}
