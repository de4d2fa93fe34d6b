// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinExtension;
import dev.cfmanager.awstwin.acm.PlantedCertificate;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.templates.SslSettings;
import dev.cfmanager.templates.TemplatesStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** On one twin for the class: each test has names of its own. */
@ExtendWith(TwinExtension.class)
class ApplyTemplateHandlerTest {
    private static final String ORIGIN = "origin-0000000a";
    private static final String ORIGIN_HOST = "media-virginia.s3.us-east-1.amazonaws.com";
    private static final String OTHER = "origin-0000000b";

    private static TemplatesStage stage;

    @BeforeAll
    static void stage(Twin twin) {
        stage = TemplatesStage.on(twin);
        stage.distributions().origin(ORIGIN, "media-virginia", "us-east-1");
        stage.distributions().origin(OTHER, "media.tokyo", "ap-northeast-1");
        stage.stored(TemplatesStage.sample("tmpl-web"));
    }

    /** Defects F-3 and F-4: it died of the table's numbers, and took a 201 for a failure. */
    @Test
    void answersTheBrowserClientsRequestWith201() {
        GatewayAnswer answer = apply("tmpl-web", "{\"name\":\"as the client asks\",\"parameters\":{}}");

        assertThat(answer.status()).isEqualTo(201);
        JsonNode distribution = answer.data().path("distribution");
        assertThat(distribution.path("name").asText()).isEqualTo("as the client asks");
        assertThat(distribution.path("templateId").asText()).isEqualTo("tmpl-web");
        assertThat(distribution.path("createdBy").asText()).isEqualTo("user@example.com");
        assertThat(distribution.at("/config/Comment").asText()).isEqualTo("as the client asks");
        assertThat(answer.data().path("templateApplied"))
                .hasToString("{\"templateId\":\"tmpl-web\",\"templateName\":\"Template tmpl-web\",\"appliedAt\":\""
                        + distribution.path("createdAt").asText() + "\"}");
        assertThat(answer.data().path("warnings")).singleElement().asString().contains("example.com", "originId");
        assertThat(live(answer).origins().items().get(0).customOriginConfig().httpsPort())
                .isEqualTo(443);
    }

    /** Defects F-5 and F-6: a record as the older versions wrote it, which CloudFront would not take. */
    @Test
    void appliesATemplateThatAnOlderVersionWrote() {
        String arn = stage.distributions().twin().certificates().plant(PlantedCertificate.of("old.example.com"));
        Map<String, AttributeValue> config = new java.util.HashMap<>(Map.of(
                "features", AttributeValue.fromL(List.of(AttributeValue.fromS("HTTPS"))),
                "Aliases",
                        AttributeValue.fromM(Map.of(
                                "Quantity", AttributeValue.fromN("1"),
                                "Items", AttributeValue.fromL(List.of(AttributeValue.fromS("old.example.com"))))),
                "ViewerCertificate",
                        AttributeValue.fromM(Map.of(
                                "AcmCertificateArn", AttributeValue.fromS(arn),
                                "SslSupportMethod", AttributeValue.fromS("sni-only"))),
                "Origins",
                        AttributeValue.fromM(Map.of(
                                "Quantity", AttributeValue.fromN("1"),
                                "Items",
                                        AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of(
                                                "Id", AttributeValue.fromS("default-origin"),
                                                "DomainName", AttributeValue.fromS("www.example.org"))))))),
                "DefaultCacheBehavior",
                        AttributeValue.fromM(Map.of(
                                "TargetOriginId", AttributeValue.fromS("default-origin"),
                                "ViewerProtocolPolicy", AttributeValue.fromS("redirect-to-https")))));
        stage.distributions().test().aws().dynamoDb().putItem(put -> put.tableName("templates-table")
                .item(Map.of(
                        "templateId", AttributeValue.fromS("tmpl-old"),
                        "name", AttributeValue.fromS("Old"),
                        "config", AttributeValue.fromM(config))));

        GatewayAnswer answer = apply("tmpl-old", "{\"name\":\"from an old one\"}");

        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        assertThat(live(answer).viewerCertificate().acmCertificateArn()).isEqualTo(arn);
        assertThat(live(answer).aliases().items()).containsExactly("old.example.com");
        assertThat(answer.data().has("warnings")).isFalse();
    }

    @Test
    void appliesATemplateWithACertificate() {
        String arn = stage.distributions().twin().certificates().plant(PlantedCertificate.of("ssl.example.com"));
        SslSettings ssl = new SslSettings(arn, "ssl.example.com", "https-only", "");
        ObjectNode config = TemplatesStage.config();
        ssl.applyTo(config);
        stage.stored(TemplatesStage.sample("tmpl-ssl").config(config).ssl(ssl));

        DistributionConfig live = live(apply("tmpl-ssl", "{\"name\":\"with certificate\"}"));

        assertThat(live.viewerCertificate().acmCertificateArn()).isEqualTo(arn);
        assertThat(live.viewerCertificate().sslSupportMethodAsString()).isEqualTo("sni-only");
        assertThat(live.viewerCertificate().minimumProtocolVersionAsString()).isEqualTo("TLSv1.2_2021");
        assertThat(live.defaultCacheBehavior().viewerProtocolPolicyAsString()).isEqualTo("https-only");
    }

    @Test
    void takesCertificateAndDomainsWithTheRequest() {
        String arn = stage.distributions().twin().certificates().plant(PlantedCertificate.of("own.example.com"));

        DistributionConfig live = live(apply(
                "tmpl-static-website",
                "{\"name\":\"own domain\",\"originId\":\"" + ORIGIN + "\",\"parameters\":{\"certificateArn\":\"" + arn
                        + "\",\"customDomains\":\"own.example.com\"}}"));

        assertThat(live.aliases().items()).containsExactly("own.example.com");
        assertThat(live.viewerCertificate().acmCertificateArn()).isEqualTo(arn);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "outside | {\"name\":\"outside\",\"originId\":\"origin-0000000a\",\"originPath\":\"site/\"}",
                "inside  | {\"name\":\"inside\",\"parameters\":{\"originId\":\"origin-0000000a\",\"originPath\":\"/site\"}}",
                "over    | {\"name\":\"over\",\"originPath\":\"/no\",\"parameters\":{\"originId\":\"origin-0000000a\",\"originPath\":\"/site\"}}",
                "domain  | {\"name\":\"domain\",\"originDomain\":\"media-virginia.s3.amazonaws.com\",\"originPath\":\"/site\"}",
                "asId    | {\"name\":\"asId\",\"originDomain\":\"origin-0000000a\",\"originPath\":\"/site\"}"
            })
    void putsAManagedOriginInThePlaceholdersPlaceAndTargetsIt(String name, String body) {
        GatewayAnswer answer = apply("tmpl-web", body);

        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        DistributionConfig live = live(answer);
        assertThat(live.origins().items()).hasSize(1);
        assertThat(live.origins().items().get(0).domainName()).isEqualTo(ORIGIN_HOST);
        assertThat(live.origins().items().get(0).originPath()).isEqualTo("/site");
        assertThat(live.origins().items().get(0).originAccessControlId()).isNotEmpty();
        assertThat(live.origins().items().get(0).customOriginConfig()).isNull();
        assertThat(live.defaultCacheBehavior().targetOriginId())
                .isEqualTo(live.origins().items().get(0).id());
        assertThat(distribution(answer).originIds()).containsExactly(ORIGIN);
        assertThat(answer.data().has("warnings")).isFalse();
    }

    @Test
    void putsAnotherHostInThePlaceholdersPlace() {
        DistributionConfig live =
                live(apply("tmpl-api", "{\"name\":\"our api\",\"originDomain\":\"api.example.org\"}"));

        assertThat(live.origins().items().get(0).domainName()).isEqualTo("api.example.org");
        assertThat(live.origins().items().get(0).customOriginConfig().originProtocolPolicyAsString())
                .isEqualTo("https-only");
        assertThat(live.defaultCacheBehavior().allowedMethods().items()).hasSize(7);
    }

    @Test
    void retargetsEverythingThatPointedAtThePlaceholderAndKeepsOtherOrigins() {
        ObjectNode config = TemplatesStage.config();
        config.withArray("/Origins/Items").addObject().put("Id", "api").put("DomainName", "api.example.org");
        config.putObject("CacheBehaviors")
                .putArray("Items")
                .add(behavior("/api/*", "api"))
                .add(behavior("/img/*", "default-origin"));
        stage.stored(TemplatesStage.sample("tmpl-two").config(config));

        DistributionConfig live = live(apply("tmpl-two", "{\"name\":\"two origins\",\"originId\":\"" + ORIGIN + "\"}"));

        assertThat(live.origins().items()).extracting(origin -> origin.id()).containsExactly(ORIGIN, "api");
        assertThat(live.cacheBehaviors().items())
                .extracting(behavior -> behavior.targetOriginId())
                .containsExactly("api", ORIGIN);
    }

    @Test
    void readsFromTheNamedHostThoughTheTemplateIsInFrontOfAManagedOrigin() {
        ObjectNode config = TemplatesStage.config();
        ((ObjectNode) config.at("/Origins/Items/0")).put("Id", ORIGIN).put("DomainName", ORIGIN_HOST);
        ((ObjectNode) config.path("DefaultCacheBehavior")).put("TargetOriginId", ORIGIN);
        stage.stored(TemplatesStage.sample("tmpl-managed").config(config));

        Distribution elsewhere =
                distribution(apply("tmpl-managed", "{\"name\":\"elsewhere\",\"originDomain\":\"www.example.org\"}"));
        Distribution here = distribution(apply("tmpl-managed", "{\"name\":\"here\"}"));

        assertThat(elsewhere.originDomain()).isEqualTo("www.example.org");
        assertThat(elsewhere.originIds()).isEmpty();
        assertThat(here.originIds()).containsExactly(ORIGIN);
    }

    /** The issue wants RFC 7396 all the way down, where the reference replaced whole members. */
    @Test
    void mergesTheConfigurationMemberByMember() {
        GatewayAnswer answer = apply(
                "tmpl-static-website",
                "{\"name\":\"merged\",\"comment\":\"said outside\",\"config\":{\"Enabled\":false,\"Comment\":\"in config\","
                        + "\"DefaultCacheBehavior\":{\"Compress\":false},\"CustomErrorResponses\":null},"
                        + "\"parameters\":{\"config\":{\"DefaultRootObject\":\"start.html\"},\"priceClass\":\"PriceClass_All\","
                        + "\"tags\":{\"team\":\"web\"},\"originId\":\"" + ORIGIN + "\",\"description\":\"ours\"}}");

        DistributionConfig live = live(answer);
        assertThat(live.enabled()).isFalse();
        assertThat(live.comment()).isEqualTo("said outside");
        assertThat(live.priceClassAsString()).isEqualTo("PriceClass_All");
        assertThat(live.defaultRootObject()).isEqualTo("start.html");
        assertThat(live.defaultCacheBehavior().compress()).isFalse();
        assertThat(live.defaultCacheBehavior().responseHeadersPolicyId())
                .as("not named")
                .isNotEmpty();
        assertThat(live.customErrorResponses().quantity()).as("null removes").isZero();
        assertThat(distribution(answer).tags()).containsEntry("team", "web");
        assertThat(distribution(answer).description()).contains("ours");
    }

    @Test
    void makesADistributionThatChoosesAmongOrigins() {
        GatewayAnswer answer = apply(
                "tmpl-static-website",
                "{\"name\":\"several\",\"parameters\":{\"isMultiOrigin\":true,\"multiOriginConfig\":{\"preset\":\"asia-us\","
                        + "\"defaultOriginId\":\"" + ORIGIN + "\",\"additionalOriginIds\":[\"" + OTHER + "\"]}}}");

        assertThat(answer.status()).as(answer.message()).isIn(201, 202);
        JsonNode distribution = answer.data().path("distribution");
        assertThat(distribution.path("isMultiOrigin").asBoolean()).isTrue();
        assertThat(distribution.path("templateId").asText()).isEqualTo("tmpl-static-website");
        assertThat(answer.data().at("/lambdaEdgeFunction/preset").asText()).isEqualTo("asia-us");
        assertThat(answer.data().at("/templateApplied/templateName").asText()).isEqualTo("Static website");
        Distribution made = stage.distributions()
                .settle(distribution.path("id").asText())
                .distribution()
                .orElseThrow();
        assertThat(made.status().word()).isEqualTo("Deployed");
        assertThat(made.originIds()).containsExactly(ORIGIN, OTHER);
    }

    @Test
    void passesOnWhatACreationIsRefusedFor() {
        apply("tmpl-web", "{\"name\":\"taken\"}");

        assertThat(apply("tmpl-web", "{\"name\":\"taken\"}").status()).isEqualTo(409);
        GatewayAnswer unfit = apply("tmpl-web", "{\"config\":{\"Enabled\":\"yes\",\"Origins\":[]}}");
        assertThat(unfit.status()).isEqualTo(400);
        assertThat(unfit.body().path("errors"))
                .extracting(problem -> problem.asText().replaceAll(":.*", ""))
                .contains("name", "/config/Enabled", "/config/Origins");
        GatewayAnswer refused = apply(
                "tmpl-web",
                "{\"name\":\"refused\",\"config\":{\"DefaultCacheBehavior\":{\"CachePolicyId\":\"00000000-0000-0000-0000-000000000000\"}}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_CONFIGURATION");
        assertThat(apply("tmpl-none", "{\"name\":\"nothing\"}").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name                     | {}",
                "name                     | {\"name\":\"<b>\"}",
                "parameters               | {\"name\":\"n\",\"parameters\":[]}",
                "config                   | {\"name\":\"n\",\"config\":\"x\"}",
                "parameters.config        | {\"name\":\"n\",\"parameters\":{\"config\":[1]}}",
                "originId                 | {\"name\":\"n\",\"originId\":\"origin-ffffffff\"}",
                "originId                 | {\"name\":\"n\",\"originId\":\"'); DROP\"}",
                "parameters.originId      | {\"name\":\"n\",\"parameters\":{\"originId\":5}}",
                "parameters.originDomain  | {\"name\":\"n\",\"originId\":\"origin-0000000a\",\"parameters\":{\"originDomain\":\"a.example.org\"}}",
                "/config/Origins/Items/0/DomainName | {\"name\":\"n\",\"originDomain\":\"http://x/\\\"}\"}",
                "comment                  | {\"name\":\"n\",\"comment\":7}",
                "priceClass               | {\"name\":\"n\",\"priceClass\":\"Cheap\"}",
                "tags                     | {\"name\":\"n\",\"tags\":[]}",
                "tags.aws:x               | {\"name\":\"n\",\"tags\":{\"aws:x\":\"1\"}}",
                "isMultiOrigin            | {\"name\":\"n\",\"isMultiOrigin\":\"yes\"}",
                "multiOriginConfig        | {\"name\":\"n\",\"isMultiOrigin\":true}",
                "viewerProtocol           | {\"name\":\"n\",\"viewerProtocol\":\"gopher\"}"
            })
    void refusesWhatIsUnfitByItsName(String name, String body) {
        long before = stage.distributions().twin().calls().count("cloudfront:CreateDistribution");

        GatewayAnswer answer = apply("tmpl-web", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().path("errors"))
                .extracting(problem -> problem.asText())
                .singleElement()
                .asString()
                .startsWith(name + ": ");
        assertThat(stage.distributions().twin().calls().count("cloudfront:CreateDistribution"))
                .isEqualTo(before);
    }

    @Test
    void makesOneDistributionHoweverOftenARequestIsSentAgain() {
        GatewayAnswer first = withKey("{\"name\":\"only one\"}");
        GatewayAnswer second = withKey("{\"name\":\"only one\"}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.data()).isEqualTo(first.data());
    }

    @Test
    void answers403ToAReader() {
        assertThat(call("tmpl-web", "{\"name\":\"n\"}")
                        .as("ReadOnly")
                        .to(handler())
                        .status())
                .isEqualTo(403);
    }

    private static ObjectNode behavior(String pattern, String target) {
        return Json.object()
                .put("PathPattern", pattern)
                .put("TargetOriginId", target)
                .put("ViewerProtocolPolicy", "https-only");
    }

    private static DistributionConfig live(GatewayAnswer answer) {
        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        return stage.distributions()
                .test()
                .aws()
                .cloudFront()
                .getDistributionConfig(get ->
                        get.id(answer.data().at("/distribution/cloudfrontId").asText()))
                .distributionConfig();
    }

    private static Distribution distribution(GatewayAnswer answer) {
        assertThat(answer.status()).as(answer.message()).isEqualTo(201);
        return stage.distributions()
                .distributions()
                .require(answer.data().at("/distribution/id").asText());
    }

    private static GatewayAnswer apply(String id, String body) {
        return call(id, body).to(handler());
    }

    private static GatewayAnswer withKey(String body) {
        return call("tmpl-web", body).header("Idempotency-Key", "key-1").to(handler());
    }

    private static GatewayCall call(String id, String body) {
        return GatewayCall.of("POST", "/templates/{id}/apply").path("id", id).body(body);
    }

    private static ApplyTemplateHandler handler() {
        return new ApplyTemplateHandler(stage.environment());
    }
}
