// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.origins.InMemoryOriginRepository;
import dev.cfmanager.origins.SampleOrigins;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebsitesTest {
    private static final String FUNCTION = "arn:aws:cloudfront::123456789012:function/stack-directory-index";

    private final InMemoryOriginRepository origins = new InMemoryOriginRepository();
    private final ObjectNode body = SampleDistributions.request("site", "origin-0000000a", "ignored.example.com");
    private final ObjectNode config = (ObjectNode) body.path("config");

    @Test
    void servesIndexFoldersAndErrorPageOfAWebsite() {
        website("index.html", "errors/not found é.html");

        ObjectNode made = made();

        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("index.html");
        assertThat(made.at("/DefaultCacheBehavior/FunctionAssociations").toString())
                .isEqualTo("{\"Items\":[{\"FunctionARN\":\"" + FUNCTION
                        + "\",\"EventType\":\"viewer-request\"}],\"Quantity\":1}");
        assertThat(made.at("/CustomErrorResponses/Items").toString())
                .isEqualTo("[{\"ErrorCode\":403,\"ResponsePagePath\":\"/errors/not%20found%20%C3%A9.html\","
                        + "\"ResponseCode\":\"404\",\"ErrorCachingMinTTL\":10},"
                        + "{\"ErrorCode\":404,\"ResponsePagePath\":\"/errors/not%20found%20%C3%A9.html\","
                        + "\"ResponseCode\":\"404\",\"ErrorCachingMinTTL\":10}]");
    }

    @Test
    void answersEveryPathOfASinglePageApplicationWithItsPage() {
        website("index.html", "index.html");

        ObjectNode made = made();

        assertThat(made.at("/CustomErrorResponses/Items")).hasSize(2).allSatisfy(response -> assertThat(
                        response.path("ResponsePagePath").asText()
                                + response.path("ResponseCode").asText())
                .isEqualTo("/index.html200"));
    }

    @Test
    void doesNothingForABucketThatIsNoWebsite() {
        origins.create(SampleOrigins.origin("origin-0000000a").build());

        ObjectNode made = made();

        assertThat(made.has("DefaultRootObject")).isFalse();
        assertThat(made.has("CustomErrorResponses")).isFalse();
        assertThat(made.at("/DefaultCacheBehavior").has("FunctionAssociations")).isFalse();
    }

    @Test
    void leavesAloneWhatTheClientDecided() {
        website("index.html", "error.html");
        config.put("DefaultRootObject", "start.html");
        config.putObject("CustomErrorResponses").put("Quantity", 0);
        ((ObjectNode) config.path("DefaultCacheBehavior"))
                .putObject("FunctionAssociations")
                .put("Quantity", 0);

        ObjectNode made = made();

        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("start.html");
        assertThat(made.at("/CustomErrorResponses/Quantity").asInt(-1)).isZero();
        assertThat(made.at("/DefaultCacheBehavior/FunctionAssociations/Quantity")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void doesNotReplaceTheErrorsOfAnotherOriginBesideTheWebsite() {
        website("index.html", "error.html");
        ((ArrayNode) config.at("/Origins/Items")).addObject().put("Id", "api").put("DomainName", "api.example.com");
        config.putObject("CacheBehaviors")
                .putArray("Items")
                .addObject()
                .put("PathPattern", "/api/*")
                .put("TargetOriginId", "api")
                .put("ViewerProtocolPolicy", "https-only");

        ObjectNode made = made();

        assertThat(made.has("CustomErrorResponses")).isFalse();
        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("index.html");
    }

    @Test
    void knowsOnlyOneNameForTheIndexOfFolders() {
        website("home.html", "");

        ObjectNode made = made();

        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("home.html");
        assertThat(made.at("/DefaultCacheBehavior").has("FunctionAssociations")).isFalse();
        assertThat(made.has("CustomErrorResponses")).isFalse();
    }

    @Test
    void servesTheIndexOfTheOriginWhenOnlyADomainIsGiven() {
        website("home.html", "oops.html");
        ObjectNode plain = Json.object().put("name", "plain").put("originDomain", "origin-0000000a");

        ObjectNode made = configs().forCreate(DistributionsStage.spec(plain)).config();

        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("home.html");
    }

    private void website(String index, String error) {
        ObjectNode website = Json.object();
        website.putObject("IndexDocument").put("Suffix", index);
        if (!error.isEmpty()) {
            website.putObject("ErrorDocument").put("Key", error);
        }
        origins.create(SampleOrigins.origin("origin-0000000a")
                .websiteEnabled(true)
                .websiteConfiguration(website)
                .build());
    }

    private ObjectNode made() {
        return configs().forCreate(DistributionsStage.spec(body)).config();
    }

    private DistributionConfigs configs() {
        return new DistributionConfigs(
                Env.of(Map.of("DIRECTORY_INDEX_FUNCTION_ARN", FUNCTION)),
                origins,
                arn -> Optional.empty(),
                () -> VirtualClock.EPOCH);
    }
}
