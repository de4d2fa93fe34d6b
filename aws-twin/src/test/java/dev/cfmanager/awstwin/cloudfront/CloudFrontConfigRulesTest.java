// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.AWS;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.ForwardedValues;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginCustomHeader;
import software.amazon.awssdk.services.cloudfront.model.OriginGroupMember;

/**
 * What CloudFront refuses in a distribution's configuration.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html">DistributionConfig</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors">Errors</a>
 */
@Conformance("cloudfront")
class CloudFrontConfigRulesTest {
    private static final String ABSENT = "00000000-0000-0000-0000-000000000000";

    private final Aws aws;
    private final CloudFrontAccount account;

    CloudFrontConfigRulesTest(Aws aws) {
        this.aws = aws;
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DistributionConfig.html")
    void wantsWhatIsRequired() {
        refusedConfig(400, "InvalidArgument", c -> c.callerReference(null));
        refusedConfig(400, "InvalidArgument", c -> c.comment(null));
        refusedConfig(400, "InvalidArgument", c -> c.enabled(null));
        refusedConfig(400, "InvalidArgument", c -> c.origins(o -> o.quantity(0)));
        refusedConfig(400, "InvalidArgument", c -> c.defaultCacheBehavior((DefaultCacheBehavior) null));
        refusedBehavior(400, "InvalidArgument", b -> b.viewerProtocolPolicy((String) null));
        refusedBehavior(400, "InvalidArgument", b -> b.targetOriginId(null));
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "DistributionConfig.html", CLOUDFRONT_API + "CreateDistribution.html"})
    void wantsValuesThatItKnows() {
        refusedConfig(400, "InvalidArgument", c -> c.priceClass("PriceClass_9"));
        refusedConfig(400, "InvalidArgument", c -> c.httpVersion("http4"));
        refusedConfig(400, "InvalidWebACLId", c -> c.webACLId("my-acl"));
        refusedConfig(
                400,
                "InvalidArgument",
                c -> c.logging(l ->
                        l.enabled(true).includeCookies(false).bucket("logs").prefix("")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DistributionConfig.html")
    void takesCommentsOf128Characters() {
        account.create(c -> c.comment("x".repeat(128)));
        refusedConfig(400, "InvalidArgument", c -> c.comment("x".repeat(129)));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DistributionConfig.html")
    void wantsADefaultRootObjectWithoutALeadingSlash() {
        account.create(c -> c.defaultRootObject("site/index.html"));
        for (String name : List.of("/index.html", "/", "a b")) {
            refusedConfig(400, "InvalidDefaultRootObject", c -> c.defaultRootObject(name));
        }
    }

    @Test
    @AwsPage(AWS + "Route53/latest/DeveloperGuide/DomainNameFormat.html")
    void takesLabelsOf63CharactersInTheNamesOfOrigins() {
        String label = "x".repeat(63);
        account.create(c -> c.origins(o -> o.quantity(1).items(web(b -> b.domainName(label + ".example.com")))));
        refusedOrigin(400, "InvalidArgument", web(b -> b.domainName(label + "x.example.com")));
        refusedOrigin(400, "InvalidArgument", web(b -> b.domainName("x.".repeat(126) + "com")));
        refusedOrigin(400, "InvalidArgument", web(b -> b.domainName("example..com")));
    }

    @Test
    @AwsPage(AWS + "Route53/latest/DeveloperGuide/DomainNameFormat.html")
    void takesLabelsOf63CharactersInAlternateNames() {
        refusedConfig(
                400, "InvalidArgument", c -> c.aliases(a -> a.quantity(1).items("x".repeat(64) + ".example.com")));
        refusedConfig(400, "InvalidArgument", c -> c.aliases(a -> a.quantity(1).items("x.".repeat(126) + "com")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void countsEveryList() {
        refusedConfig(
                400, "InconsistentQuantities", c -> c.aliases(a -> a.quantity(2).items("a.example.com")));
        refusedBehavior(
                400,
                "InconsistentQuantities",
                b -> b.allowedMethods(m -> m.quantity(3).items(Method.GET, Method.HEAD)));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void wantsEachBehaviorToPointAtAnOrigin() {
        refusedBehavior(404, "NoSuchOrigin", b -> b.targetOriginId("other"));
        refusedConfig(
                404, "NoSuchOrigin", c -> c.cacheBehaviors(b -> b.quantity(1).items(behavior("a/*", "other"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern")
    void wantsPathPatternsThatAreValidAndDifferent() {
        refusedConfig(
                400, "InvalidArgument", c -> c.cacheBehaviors(b -> b.quantity(1).items(behavior("a b", "media"))));
        refusedConfig(
                400,
                "InvalidArgument",
                c -> c.cacheBehaviors(b -> b.quantity(2).items(behavior("a/*", "media"), behavior("a/*", "media"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void wantsPoliciesThatExist() {
        refusedBehavior(404, "NoSuchCachePolicy", b -> b.cachePolicyId(ABSENT));
        refusedBehavior(404, "NoSuchOriginRequestPolicy", b -> b.originRequestPolicyId(ABSENT));
        refusedBehavior(404, "NoSuchResponseHeadersPolicy", b -> b.responseHeadersPolicyId(ABSENT));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DefaultCacheBehavior.html")
    void wantsEitherACachePolicyOrForwardedValues() {
        assertThat(refusedBehavior(400, "InvalidArgument", b -> b.cachePolicyId(null)))
                .isEqualTo("The parameter ForwardedValues is required.");
        assertThat(refusedBehavior(400, "InvalidArgument", b -> b.forwardedValues(nothing())))
                .contains("cannot be used when a cache policy is associated");
        assertThat(refusedBehavior(400, "InvalidArgument", b -> b.minTTL(0L)))
                .contains("MinTTL cannot be used when a cache policy is associated");
        assertThat(refusedBehavior(
                        400, "InvalidArgument", b -> b.cachePolicyId(null).forwardedValues(nothing())))
                .isEqualTo("The parameter MinTTL is required.");
        refusedBehavior(400, "InvalidArgument", b -> b.cachePolicyId(null)
                .forwardedValues(nothing())
                .minTTL(0L)
                .originRequestPolicyId("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DefaultCacheBehavior.html")
    void takesForwardedValuesAndFillsInTheirTtls() {
        DefaultCacheBehavior behavior = account.create(behavior(
                        b -> b.cachePolicyId(null).forwardedValues(nothing()).minTTL(0L)))
                .distribution()
                .distributionConfig()
                .defaultCacheBehavior();

        assertThat(behavior.defaultTTL()).isEqualTo(86_400);
        assertThat(behavior.maxTTL()).isEqualTo(31_536_000);
        assertThat(behavior.forwardedValues().headers().quantity()).isZero();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void ordersTtls() {
        refusedBehavior(400, "InvalidTTLOrder", b -> b.cachePolicyId(null)
                .forwardedValues(nothing())
                .minTTL(10L)
                .defaultTTL(5L)
                .maxTTL(20L));
        refusedBehavior(400, "InvalidTTLOrder", b -> b.cachePolicyId(null)
                .forwardedValues(nothing())
                .minTTL(0L)
                .defaultTTL(30L)
                .maxTTL(20L));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void matchesCookieNamesWithTheirChoice() {
        refusedBehavior(400, "InvalidForwardCookies", b -> b.cachePolicyId(null)
                .minTTL(0L)
                .forwardedValues(v -> v.queryString(false).cookies(c -> c.forward("whitelist"))));
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "AllowedMethods.html", CLOUDFRONT_API + "CachedMethods.html"})
    void allowsTwoThreeOrSevenMethods() {
        refusedBehavior(
                400,
                "InvalidArgument",
                b -> b.allowedMethods(m -> m.quantity(3).items(Method.GET, Method.HEAD, Method.POST)));
        refusedBehavior(
                400,
                "InvalidArgument",
                b -> b.allowedMethods(
                        m -> m.quantity(2).items(Method.GET, Method.HEAD).cachedMethods(c -> c.quantity(3)
                                .items(Method.GET, Method.HEAD, Method.OPTIONS))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "Origin.html")
    void wantsOneConfigurationPerOrigin() {
        refusedOrigin(400, "InvalidOrigin", o -> o.id("media").domainName("media.s3.amazonaws.com"));
        assertThat(refusedOrigin(400, "InvalidOrigin", o -> o.id("media")
                        .domainName("media.s3.amazonaws.com")
                        .s3OriginConfig(s3 -> s3.originAccessIdentity(""))
                        .customOriginConfig(c -> c.httpPort(80).httpsPort(443).originProtocolPolicy("https-only"))))
                .contains("You cannot specify both.");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "Origin.html")
    void wantsABucketBehindABucketsConfiguration() {
        for (String host : List.of("example.com", "media.s3-website-us-east-1.amazonaws.com", "media")) {
            refusedOrigin(400, "InvalidArgument", o -> o.id("media")
                    .domainName(host)
                    .s3OriginConfig(s3 -> s3.originAccessIdentity("")));
        }
    }

    @Test
    @AwsPage(
            undocumented =
                    "CloudFront's guide shows bucket.s3.region only; nothing says that it takes S3's other host names")
    void takesEveryFormOfABucketsHost() {
        for (String host : List.of(
                "media.s3.amazonaws.com",
                "media.s3.eu-central-1.amazonaws.com",
                "my.media.s3-eu-west-1.amazonaws.com",
                "media.s3.dualstack.us-west-2.amazonaws.com")) {
            account.create(config -> config.origins(o -> o.quantity(1)
                    .items(origin ->
                            origin.id("media").domainName(host).s3OriginConfig(s3 -> s3.originAccessIdentity("")))));
        }
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "DownloadDistValuesOrigin.html")
    void limitsTimesPortsAndPathsOfOrigins() {
        refusedOrigin(400, "InvalidArgument", bucket(o -> o.originPath("site")));
        refusedOrigin(400, "InvalidArgument", bucket(o -> o.originPath("/site/")));
        refusedOrigin(400, "InvalidArgument", bucket(o -> o.connectionAttempts(4)));
        refusedOrigin(400, "InvalidArgument", bucket(o -> o.connectionTimeout(0)));
        refusedOrigin(
                400,
                "InvalidArgument",
                custom(o ->
                        o.customOriginConfig(c -> c.httpPort(81).httpsPort(443).originProtocolPolicy("https-only"))));
        refusedOrigin(
                400,
                "InvalidOriginReadTimeout",
                custom(o -> o.customOriginConfig(c -> c.httpPort(80)
                        .httpsPort(443)
                        .originProtocolPolicy("https-only")
                        .originReadTimeout(121))));
        refusedOrigin(
                400,
                "InvalidOriginKeepaliveTimeout",
                custom(o -> o.customOriginConfig(c -> c.httpPort(80)
                        .httpsPort(443)
                        .originProtocolPolicy("https-only")
                        .originKeepaliveTimeout(0))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "Origin.html")
    void wantsOriginIdsThatDiffer() {
        refusedConfig(
                400,
                "InvalidArgument",
                c -> c.origins(o -> o.quantity(2).items(bucketOrigin("media"), bucketOrigin("media"))));
    }

    @Test
    @AwsPage({CLOUDFRONT_GUIDE + "high_availability_origin_failover.html", CLOUDFRONT_API + "OriginGroupMembers.html"})
    void wantsTwoDifferentOriginsThatExistInAGroup() {
        account.create(group(List.of("media", "spare"), 500));
        refusedConfig(404, "NoSuchOrigin", group(List.of("media", "absent"), 500));
        refusedConfig(400, "InvalidArgument", group(List.of("media"), 500));
        refusedConfig(400, "InvalidArgument", group(List.of("media", "media"), 500));
        refusedConfig(400, "InvalidArgument", group(List.of("media", "spare", "media"), 500));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "high_availability_origin_failover.html#concept_origin_groups.creating")
    void failsOverAtNineStatusCodesAndNoOther() {
        account.create(group(List.of("media", "spare"), 400, 403, 404, 416, 429, 500, 502, 503, 504));
        for (Integer code : List.of(200, 401, 405, 501, 505)) {
            refusedConfig(400, "InvalidArgument", group(List.of("media", "spare"), code));
        }
        refusedConfig(400, "InvalidArgument", group(List.of("media", "spare")));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-custom-headers")
    void limitsTheHeadersThatItAddsForAnOrigin() {
        account.create(c -> c.origins(
                o -> o.quantity(1).items(headers(Map.of("x".repeat(256), "v".repeat(1_783), "X-Empty", "")))));
        refusedOrigin(400, "InvalidArgument", headers(Map.of("x".repeat(257), "v")));
        refusedOrigin(400, "InvalidArgument", headers(Map.of("X-Secret", "v".repeat(1_784))));
        refusedOrigin(400, "InvalidArgument", headers(numbered(6, "v".repeat(1_706)))); // 6 characters more than 10,240
        refusedOrigin(400, "TooManyOriginCustomHeaders", headers(numbered(31, "v")));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "add-origin-custom-headers.html#add-origin-custom-headers-denylist")
    void neverAddsSomeHeaders() {
        for (String name : List.of(
                "Host",
                "cookie",
                "Via",
                "Cache-Control",
                "Proxy-Authenticate",
                "X-Amz-Date",
                "x-edge-id",
                "X-Real-IP")) {
            refusedOrigin(400, "InvalidArgument", headers(Map.of(name, "v")));
        }
        account.create(c -> c.origins(o -> o.quantity(1).items(headers(Map.of("Authorization", "v", "X-Amzn", "v")))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "OriginShield.html")
    void wantsARegionForOriginShield() {
        account.create(c -> c.origins(o ->
                o.quantity(1).items(web(b -> b.originShield(s -> s.enabled(true).originShieldRegion("us-east-2"))))));
        refusedOrigin(400, "InvalidArgument", web(b -> b.originShield(s -> s.enabled(true))));
        refusedOrigin(
                400,
                "InvalidArgument",
                web(b -> b.originShield(s -> s.enabled(true).originShieldRegion("Ohio"))));
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "TrustedSigners.html", CLOUDFRONT_API + "CreateDistribution.html"})
    void trustsAccountsByTheirNumber() {
        account.create(
                behavior(b -> b.trustedSigners(t -> t.enabled(true).quantity(2).items("self", "123456789012"))));
        refusedBehavior(
                400,
                "TrustedSignerDoesNotExist",
                b -> b.trustedSigners(t -> t.enabled(true).quantity(1).items("somebody")));
    }

    @Test
    @AwsPage({CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-key-groups", CLOUDFRONT_API + "CreateDistribution.html"
    })
    void trustsKeyGroupsThatExistAndNoMoreThanFourPerBehavior() {
        refusedBehavior(
                400,
                "TrustedKeyGroupDoesNotExist",
                b -> b.trustedKeyGroups(t -> t.enabled(true).quantity(1).items(ABSENT)));
        refusedBehavior(
                400,
                "TooManyKeyGroupsAssociatedToDistribution",
                b -> b.trustedKeyGroups(t -> t.enabled(true).quantity(5).items("a", "b", "c", "d", "e")));
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "CustomErrorResponse.html", CLOUDFRONT_API + "CreateDistribution.html"})
    void checksCustomErrorResponses() {
        refusedConfig(
                400,
                "InvalidErrorCode",
                c -> c.customErrorResponses(e -> e.quantity(1).items(i -> i.errorCode(418))));
        refusedConfig(
                400,
                "InvalidResponseCode",
                c -> c.customErrorResponses(e -> e.quantity(1)
                        .items(i -> i.errorCode(404).responsePagePath("/x").responseCode("999"))));
        refusedConfig(
                400,
                "InvalidRelativePath",
                c -> c.customErrorResponses(e -> e.quantity(1)
                        .items(i -> i.errorCode(404).responsePagePath("x").responseCode("200"))));
        refusedConfig(
                400,
                "InvalidArgument",
                c -> c.customErrorResponses(
                        e -> e.quantity(1).items(i -> i.errorCode(404).responseCode("200"))));
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "GeoRestriction.html", CLOUDFRONT_API + "CreateDistribution.html"})
    void checksGeoRestrictions() {
        refusedConfig(
                400,
                "InvalidGeoRestrictionParameter",
                c -> c.restrictions(r ->
                        r.geoRestriction(g -> g.restrictionType("whitelist").quantity(0))));
        refusedConfig(
                400,
                "InvalidLocationCode",
                c -> c.restrictions(r -> r.geoRestriction(
                        g -> g.restrictionType("whitelist").quantity(1).items("XX"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "distribution-overview-required-fields.html")
    void wantsMoreMembersInAnUpdateThanInACreation() {
        CreateDistributionResponse created = account.create(config -> config);

        List<UnaryOperator<DistributionConfig.Builder>> omissions = List.of(
                c -> c.defaultRootObject(null),
                c -> c.webACLId(null),
                c -> c.priceClass((String) null),
                c -> c.httpVersion((String) null),
                c -> c.callerReference("other"),
                c -> c.staging(true));
        for (UnaryOperator<DistributionConfig.Builder> omission : omissions) {
            refused(400, "IllegalUpdate", () -> account.update(created, omission));
        }
        account.update(created, config -> config.comment("whole"));
    }

    @Test
    @AwsPage({
        CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-web-distributions",
        CLOUDFRONT_API + "CreateDistribution.html"
    })
    void stopsAtTheQuotasOfADistribution() {
        CloudFrontSettings small = CloudFrontSettings.standard()
                .quota(Quota.ORIGINS_PER_DISTRIBUTION, 1)
                .quota(Quota.CACHE_BEHAVIORS_PER_DISTRIBUTION, 1)
                .quota(Quota.ALIASES_PER_DISTRIBUTION, 0);
        CloudFrontAccount poor = CloudFrontAccount.with(aws, small);
        refused(
                400,
                "TooManyOrigins",
                () -> poor.create(c -> c.origins(o -> o.quantity(2).items(bucketOrigin("media"), bucketOrigin("b")))));
        refused(
                400,
                "TooManyCacheBehaviors",
                () -> poor.create(c -> c.cacheBehaviors(b -> b.quantity(1).items(behavior("a/*", "media")))));
        refused(
                400,
                "TooManyDistributionCNAMEs",
                () -> poor.create(c -> c.aliases(a -> a.quantity(1).items("a.example.com"))));
    }

    private String refusedConfig(int status, String code, UnaryOperator<DistributionConfig.Builder> change) {
        return refused(status, code, () -> account.create(change));
    }

    private String refusedBehavior(int status, String code, Consumer<DefaultCacheBehavior.Builder> change) {
        return refused(status, code, () -> account.create(behavior(change)));
    }

    private String refusedOrigin(int status, String code, Consumer<Origin.Builder> origin) {
        return refusedConfig(
                status, code, config -> config.origins(o -> o.quantity(1).items(origin)));
    }

    private static UnaryOperator<DistributionConfig.Builder> behavior(Consumer<DefaultCacheBehavior.Builder> change) {
        return config -> config.defaultCacheBehavior(
                config.build().defaultCacheBehavior().copy(change::accept));
    }

    private static CacheBehavior behavior(String path, String origin) {
        return CacheBehavior.builder()
                .pathPattern(path)
                .targetOriginId(origin)
                .viewerProtocolPolicy("allow-all")
                .cachePolicyId(Samples.CACHING_OPTIMIZED)
                .build();
    }

    private static ForwardedValues nothing() {
        return ForwardedValues.builder()
                .queryString(false)
                .cookies(cookies -> cookies.forward("none"))
                .build();
    }

    private static Origin bucketOrigin(String id) {
        return Origin.builder()
                .id(id)
                .domainName("media.s3.amazonaws.com")
                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))
                .build();
    }

    private static Consumer<Origin.Builder> bucket(Consumer<Origin.Builder> change) {
        return origin -> change.accept(origin.id("media")
                .domainName("media.s3.amazonaws.com")
                .s3OriginConfig(s3 -> s3.originAccessIdentity("")));
    }

    /** An origin of one's own with a change. */
    private static Consumer<Origin.Builder> web(Consumer<Origin.Builder> change) {
        return custom(origin -> change.accept(
                origin.customOriginConfig(c -> c.httpPort(80).httpsPort(443).originProtocolPolicy("https-only"))));
    }

    private static Consumer<Origin.Builder> headers(Map<String, String> headers) {
        return web(origin -> origin.customHeaders(c -> c.quantity(headers.size())
                .items(headers.entrySet().stream()
                        .map(header -> OriginCustomHeader.builder()
                                .headerName(header.getKey())
                                .headerValue(header.getValue())
                                .build())
                        .toList())));
    }

    /** That many headers of one length: {@code X0}, {@code X1} and so on. */
    private static Map<String, String> numbered(int count, String value) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(number -> "X" + number, number -> value));
    }

    /** Two origins, {@code media} and {@code spare}, and a group of those members that fails over at those codes. */
    private static UnaryOperator<DistributionConfig.Builder> group(List<String> members, Integer... codes) {
        return config -> config.origins(o -> o.quantity(2).items(bucketOrigin("media"), bucketOrigin("spare")))
                .originGroups(g -> g.quantity(1).items(group -> group.id("both")
                        .failoverCriteria(
                                f -> f.statusCodes(s -> s.quantity(codes.length).items(codes)))
                        .members(m -> m.quantity(members.size())
                                .items(members.stream()
                                        .map(id -> OriginGroupMember.builder()
                                                .originId(id)
                                                .build())
                                        .toList()))));
    }

    private static Consumer<Origin.Builder> custom(Consumer<Origin.Builder> change) {
        return origin -> change.accept(origin.id("media").domainName("www.example.com"));
    }
}
