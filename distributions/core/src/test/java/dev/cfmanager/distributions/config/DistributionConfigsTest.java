// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.certificate.Certificate;
import dev.cfmanager.origins.InMemoryOriginRepository;
import dev.cfmanager.origins.OriginState;
import dev.cfmanager.origins.SampleOrigins;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionConfigsTest {
    private static final String OWN_POLICY = "11111111-2222-3333-4444-555555555555";
    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/abc-1";

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final Map<String, Certificate> known = new HashMap<>(Map.of(
            CERTIFICATE,
            new Certificate("ISSUED", List.of("example.org", "*.example.org"), "RSA_2048", Optional.empty())));
    private final InMemoryOriginRepository origins = new InMemoryOriginRepository();
    private final ObjectNode body =
            SampleDistributions.request("www.example.org", "custom-origin-1", "www.example.com");
    private final ObjectNode config = (ObjectNode) body.path("config");

    @BeforeEach
    void manageAnOrigin() {
        origins.create(SampleOrigins.origin("origin-1a2b3c4d")
                .bucketName("my.bucket")
                .region("eu-central-1")
                .oacId("EOAC")
                .build());
    }

    @Test
    void fillsInWhatIsLeftOut() {
        config.remove(List.of("Comment", "Enabled", "PriceClass"));

        ObjectNode made = prepared();

        assertThat(made.path("Comment").asText()).isEqualTo("www.example.org");
        assertThat(made.path("Enabled").booleanValue()).isTrue();
        assertThat(made.path("PriceClass").asText()).isEqualTo("PriceClass_100");
        assertThat(made.path("IsIPV6Enabled").booleanValue()).isTrue();
        assertThat(made.path("HttpVersion").asText()).isEqualTo("http2and3");
        assertThat(made.at("/DefaultCacheBehavior/Compress").booleanValue()).isTrue();
    }

    @Test
    void honoursWhatIsGiven() {
        config.put("Comment", "mine").put("Enabled", false).put("PriceClass", "PriceClass_All");
        config.put("IsIPV6Enabled", false);
        ((ObjectNode) config.path("DefaultCacheBehavior")).put("Compress", false);

        ObjectNode made = prepared();

        assertThat(made.path("Comment").asText()).isEqualTo("mine");
        assertThat(made.path("Enabled").booleanValue()).isFalse();
        assertThat(made.path("PriceClass").asText()).isEqualTo("PriceClass_All");
        assertThat(made.path("IsIPV6Enabled").booleanValue()).isFalse();
        assertThat(made.at("/DefaultCacheBehavior/Compress").booleanValue()).isFalse();
    }

    @Test
    void dropsFeaturesAndMembersThatCloudFrontDoesNotKnow() { // defect F-5
        config.putArray("features").add("fast");
        ((ObjectNode) config.path("DefaultCacheBehavior")).put("Colour", "blue");

        ObjectNode made = prepared();

        assertThat(made.has("features")).isFalse();
        assertThat(made.at("/DefaultCacheBehavior").has("Colour")).isFalse();
    }

    @Test
    void ignoresACallerReferenceOfTheClient() {
        config.put("CallerReference", "mine");

        assertThat(prepared().has("CallerReference")).isFalse();
    }

    @Test
    void cutsALongCommentWithoutBreakingACharacter() { // defect V-7
        config.put("Comment", "x".repeat(127) + "\uD83D\uDE00 and more");

        assertThat(prepared().path("Comment").asText()).isEqualTo("x".repeat(127));
    }

    @Test
    void usesTheStacksCachePolicyForNoneAndForCachingOptimizedButHonoursAnother() {
        ObjectNode behavior = (ObjectNode) config.path("DefaultCacheBehavior");
        assertThat(prepared().at("/DefaultCacheBehavior/CachePolicyId").asText())
                .isEqualTo(OWN_POLICY);

        behavior.remove("CachePolicyId");
        assertThat(prepared().at("/DefaultCacheBehavior/CachePolicyId").asText())
                .isEqualTo(OWN_POLICY);

        behavior.put("CachePolicyId", "other");
        assertThat(prepared().at("/DefaultCacheBehavior/CachePolicyId").asText())
                .isEqualTo("other");
    }

    @Test
    void usesCachingOptimizedWhereTheStackHasNoPolicy() {
        ((ObjectNode) config.path("DefaultCacheBehavior")).remove("CachePolicyId");

        DistributionSpec spec = DistributionsStage.spec(body);
        ObjectNode made = configs(Map.of()).forCreate(spec).config();

        assertThat(made.at("/DefaultCacheBehavior/CachePolicyId").asText()).isEqualTo(CachePolicies.CACHING_OPTIMIZED);
    }

    @Test
    void removesWhatClashesWithACachePolicy() {
        ObjectNode behavior = (ObjectNode) config.path("DefaultCacheBehavior");
        behavior.put("MinTTL", 1).put("DefaultTTL", 2).put("MaxTTL", 3).putObject("ForwardedValues");

        assertThat(prepared().at("/DefaultCacheBehavior").properties())
                .extracting(Map.Entry::getKey)
                .doesNotContain("MinTTL", "DefaultTTL", "MaxTTL", "ForwardedValues");
    }

    @Test
    void leavesAFurtherBehaviourThatForwardsValuesAlone() {
        ObjectNode further =
                config.putObject("CacheBehaviors").putArray("Items").addObject();
        further.put("PathPattern", "/api/*")
                .put("TargetOriginId", "custom-origin-1")
                .put("ViewerProtocolPolicy", "https-only")
                .put("MinTTL", 0)
                .putObject("ForwardedValues")
                .put("QueryString", true)
                .putObject("Cookies")
                .put("Forward", "none");

        JsonNode made = prepared().at("/CacheBehaviors/Items/0");

        assertThat(made.at("/ForwardedValues/QueryString").booleanValue()).isTrue();
        assertThat(made.has("CachePolicyId")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/,''", "'',''", "/a/,/a", "a/b,/a/b", "//a//,/a", "///,''"})
    void givesAnOriginPathOneSlashInFrontAndNoneBehind(String given, String expected) {
        ((ObjectNode) config.at("/Origins/Items/0")).put("OriginPath", given);

        assertThat(prepared().at("/Origins/Items/0/OriginPath").asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "origin-1a2b3c4d, my.bucket.s3.amazonaws.com",
        "managed-origin-1700000000000, origin-1a2b3c4d",
        "custom-origin-1700000000000, my.bucket.s3.amazonaws.com",
        "custom-origin-1700000000000, my.bucket.s3.eu-central-1.amazonaws.com",
        "custom-origin-1700000000000, my.bucket.s3-eu-central-1.amazonaws.com",
        "custom-origin-1700000000000, my.bucket.s3.dualstack.eu-central-1.amazonaws.com"
    })
    void findsTheManagedOriginInEveryShape(String id, String host) { // defects F-7, B-11, B-12
        ObjectNode origin = (ObjectNode) config.at("/Origins/Items/0");
        origin.put("Id", id)
                .put("DomainName", host)
                .putObject("CustomOriginConfig")
                .put("HTTPPort", 80);
        ((ObjectNode) config.path("DefaultCacheBehavior")).put("TargetOriginId", id);

        PreparedConfig made = prepare();

        JsonNode target = made.config().at("/Origins/Items/0");
        assertThat(target.path("DomainName").asText()).isEqualTo("my.bucket.s3.eu-central-1.amazonaws.com");
        assertThat(target.path("OriginAccessControlId").asText()).isEqualTo("EOAC");
        assertThat(target.at("/S3OriginConfig/OriginAccessIdentity").asText("absent"))
                .isEmpty();
        assertThat(target.has("CustomOriginConfig")).isFalse();
        assertThat(target.path("Id").asText()).isEqualTo(id);
        assertThat(made.originIds()).containsExactly("origin-1a2b3c4d");
        assertThat(made.originDomain()).isEqualTo("my.bucket.s3.eu-central-1.amazonaws.com");
    }

    @Test
    void saysThatAnOriginIdIsUnknown() { // defect V-1
        ((ObjectNode) config.at("/Origins/Items/0")).put("DomainName", "origin-99999999");

        assertThat(problems()).anySatisfy(problem -> assertThat(problem)
                .isEqualTo("/config/Origins/Items/0/DomainName: names no origin: origin-99999999"));
    }

    @Test
    void refusesAnOriginThatIsBeingDeleted() {
        origins.create(SampleOrigins.origin("origin-00000000")
                .state(OriginState.DELETING)
                .build());
        ((ObjectNode) config.at("/Origins/Items/0")).put("DomainName", "origin-00000000");

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("is not ready: it is deleting"));
    }

    @Test
    void readsAWebsiteEndpointOverHttp() { // defect F-8
        ((ObjectNode) config.at("/Origins/Items/0"))
                .put("DomainName", "my.bucket.s3-website.eu-central-1.amazonaws.com");

        PreparedConfig made = prepare();

        JsonNode origin = made.config().at("/Origins/Items/0");
        assertThat(origin.at("/CustomOriginConfig/OriginProtocolPolicy").asText())
                .isEqualTo("http-only");
        assertThat(origin.has("S3OriginConfig")).isFalse();
        assertThat(made.originIds()).isEmpty();
    }

    @Test
    void readsAnyOtherHostOverHttpsAndKeepsWhatIsGiven() {
        ObjectNode origin = (ObjectNode) config.at("/Origins/Items/0");
        origin.putObject("CustomOriginConfig").put("HTTPSPort", 8443).put("OriginReadTimeout", 60);

        JsonNode custom = prepared().at("/Origins/Items/0/CustomOriginConfig");

        assertThat(custom)
                .isEqualTo(Json.parseOwn("{\"HTTPSPort\":8443,\"OriginReadTimeout\":60,\"HTTPPort\":80,"
                        + "\"OriginProtocolPolicy\":\"https-only\",\"OriginKeepaliveTimeout\":5,"
                        + "\"OriginSslProtocols\":{\"Items\":[\"TLSv1.2\"],\"Quantity\":1}}"));
    }

    @Test
    void leavesAForeignBucketWithItsOwnAccessControlAlone() {
        ((ObjectNode) config.at("/Origins/Items/0"))
                .put("DomainName", "theirs.s3.us-east-1.amazonaws.com")
                .put("OriginAccessControlId", "ETHEIRS");

        JsonNode origin = prepared().at("/Origins/Items/0");

        assertThat(origin.path("OriginAccessControlId").asText()).isEqualTo("ETHEIRS");
        assertThat(origin.has("S3OriginConfig")).isTrue();
        assertThat(origin.has("CustomOriginConfig")).isFalse();
    }

    @Test
    void sendsTheDefaultCertificateAlone() { // defect V-15
        assertThat(prepared().path("ViewerCertificate"))
                .isEqualTo(Json.object().put("CloudFrontDefaultCertificate", true));
    }

    @Test
    void sendsAnOwnCertificateWithoutDeprecatedMembers() { // defect V-15
        alias("www.example.org");
        config.putObject("ViewerCertificate")
                .put("CloudFrontDefaultCertificate", false)
                .put("ACMCertificateArn", CERTIFICATE)
                .put("Certificate", CERTIFICATE)
                .put("CertificateSource", "acm");

        assertThat(prepared().path("ViewerCertificate"))
                .isEqualTo(Json.object()
                        .put("ACMCertificateArn", CERTIFICATE)
                        .put("SSLSupportMethod", "sni-only")
                        .put("MinimumProtocolVersion", "TLSv1.2_2021"));
    }

    @Test
    void understandsTheMisspeltMembersOfOldTemplates() { // defect F-6
        alias("www.example.org");
        config.putObject("ViewerCertificate")
                .put("AcmCertificateArn", CERTIFICATE)
                .put("SslSupportMethod", "vip");

        assertThat(prepared().path("ViewerCertificate"))
                .isEqualTo(Json.object()
                        .put("ACMCertificateArn", CERTIFICATE)
                        .put("SSLSupportMethod", "vip")
                        .put("MinimumProtocolVersion", "TLSv1"));
    }

    @Test
    void refusesACertificateOfAnotherRegionAndAliasesWithoutOne() {
        config.putObject("ViewerCertificate").put("ACMCertificateArn", CERTIFICATE.replace("us-east-1", "eu-west-1"));
        assertThat(problems()).singleElement().asString().startsWith("/config/ViewerCertificate/ACMCertificateArn: ");

        config.remove("ViewerCertificate");
        alias("www.example.org");
        assertThat(problems()).singleElement().asString().startsWith("/config/Aliases: need a certificate");
    }

    @Test
    void countsEveryQuantityAnewWhateverIsGiven() {
        ((ObjectNode) config.path("Origins")).put("Quantity", "seven");
        ((ObjectNode) config.at("/DefaultCacheBehavior/AllowedMethods")).put("Quantity", 5);
        config.putObject("Restrictions").putObject("GeoRestriction").put("RestrictionType", "none");

        ObjectNode made = prepared();

        assertThat(made.at("/Origins/Quantity").intValue()).isEqualTo(1);
        assertThat(made.at("/DefaultCacheBehavior/AllowedMethods/Quantity").intValue())
                .isEqualTo(2);
        assertThat(made.at("/Restrictions/GeoRestriction/Quantity").intValue()).isZero();
    }

    @Test
    void makesAWholeConfigurationFromADomainAlone() { // defect V-2
        ObjectNode request = Json.object().put("name", "plain").put("originDomain", "www.example.com");

        ObjectNode made = configs().forCreate(DistributionsStage.spec(request)).config();

        assertThat(made.path("DefaultRootObject").asText()).isEqualTo("index.html");
        assertThat(made.at("/Origins/Items/0/Id").asText()).isEqualTo("default-origin");
        assertThat(made.at("/DefaultCacheBehavior/ViewerProtocolPolicy").asText())
                .isEqualTo("redirect-to-https");
        assertThat(made.at("/DefaultCacheBehavior/AllowedMethods/Quantity").intValue())
                .isEqualTo(7);
        assertThat(made.at("/DefaultCacheBehavior/AllowedMethods/CachedMethods/Quantity")
                        .intValue())
                .isEqualTo(3);
        assertThat(made.at("/DefaultCacheBehavior/CachePolicyId").asText()).isEqualTo(OWN_POLICY);
        assertThat(made.at("/DefaultCacheBehavior").has("OriginRequestPolicyId"))
                .isFalse();
    }

    @Test
    void forwardsWhatS3NeedsForCorsWhenTheDomainIsABucketOfOurs() {
        ObjectNode request = Json.object().put("name", "plain").put("originDomain", "my.bucket.s3.amazonaws.com");

        PreparedConfig made = configs().forCreate(DistributionsStage.spec(request));

        assertThat(made.config()
                        .at("/DefaultCacheBehavior/OriginRequestPolicyId")
                        .asText())
                .isEqualTo("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf");
        assertThat(made.originIds()).containsExactly("origin-1a2b3c4d");
    }

    @Test
    void neverMakesOneOriginOfARequestForSeveral() { // defect V-3
        body.put("isMultiOrigin", true).putObject("multiOriginConfig").put("preset", "asia-us");

        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("multiOriginConfig.defaultOriginId: is required"))
                .allMatch(problem -> problem.startsWith("multiOriginConfig."));
    }

    @Test
    void namesEveryProblemAtOnceByItsPointer() {
        ObjectNode origin = (ObjectNode) config.at("/Origins/Items/0");
        origin.put("DomainName", "https://www.example.com/path");
        ((ArrayNode) config.at("/Origins/Items")).add(origin.deepCopy());
        ((ObjectNode) config.path("DefaultCacheBehavior"))
                .put("TargetOriginId", "nowhere")
                .put("ViewerProtocolPolicy", "sometimes")
                .put("Compress", "yes");
        config.put("Logging", "on");
        body.put("name", "<script>");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "name: must be one line without < and >",
                        "/config/DefaultCacheBehavior/Compress: must be true or false",
                        "/config/Logging: must be an object",
                        "/config/Origins/Items/0/DomainName: must be a host name, without scheme, port or path",
                        "/config/Origins/Items/1/DomainName: must be a host name, without scheme, port or path",
                        "/config/Origins/Items/1/Id: is used twice: custom-origin-1",
                        "/config/DefaultCacheBehavior/TargetOriginId: names no origin of this configuration: nowhere",
                        "/config/DefaultCacheBehavior/ViewerProtocolPolicy: must be one of allow-all, https-only,"
                                + " redirect-to-https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origins", "DefaultCacheBehavior"})
    void saysWhatIsMissing(String member) { // defect V-1
        config.remove(member);

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).startsWith("/config/" + member + ": "));
    }

    @Test
    void refusesAConfigurationThatNoItemCouldHold() {
        ArrayNode headers = ((ObjectNode) config.at("/Origins/Items/0"))
                .putObject("CustomHeaders")
                .putArray("Items");
        headers.addObject().put("HeaderName", "X").put("HeaderValue", "x".repeat(300_000));

        assertThat(problems()).anyMatch(problem -> problem.startsWith("/config: may have at most 262144 bytes"));
    }

    private void alias(String name) {
        config.putObject("Aliases").putArray("Items").add(name);
    }

    private DistributionConfigs configs() {
        return configs(Map.of("CUSTOM_CACHE_POLICY_ID", OWN_POLICY));
    }

    private DistributionConfigs configs(Map<String, String> environment) {
        return new DistributionConfigs(Env.of(environment), origins, arn -> Optional.ofNullable(known.get(arn)), NOW);
    }

    private PreparedConfig prepare() {
        DistributionSpec spec = DistributionsStage.spec(body);
        PreparedConfig made = configs().forCreate(spec);
        assertThat(spec.problems().found()).isEmpty();
        return made;
    }

    private ObjectNode prepared() {
        return prepare().config();
    }

    private List<String> problems() {
        DistributionSpec spec = DistributionsStage.spec(body);
        configs().forCreate(spec);
        return spec.problems().found();
    }
}
