// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyList;
import software.amazon.awssdk.services.cloudfront.model.CreateCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;

/**
 * Cache, origin request and response headers policies.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-the-cache-key.html">Cache policies</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html">Origin request policies</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/modifying-response-headers.html">Response headers policies</a>
 */
@Conformance("cloudfront")
class CloudFrontPoliciesTest {
    private final Aws aws;
    private final CloudFrontAccount account;

    CloudFrontPoliciesTest(Aws aws) {
        this.aws = aws;
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "using-managed-cache-policies.html")
    void knowsAwsOwnCachePolicies() {
        var optimized = account.client().getCachePolicy(r -> r.id(Samples.CACHING_OPTIMIZED));

        CachePolicyConfig config = optimized.cachePolicy().cachePolicyConfig();
        assertThat(config.name()).isEqualTo("Managed-CachingOptimized");
        assertThat(List.of(config.minTTL(), config.defaultTTL(), config.maxTTL()))
                .containsExactly(1L, 86_400L, 31_536_000L);
        assertThat(config.parametersInCacheKeyAndForwardedToOrigin().enableAcceptEncodingBrotli())
                .isTrue();
        assertThat(account.client()
                        .getCachePolicyConfig(r -> r.id(Samples.CACHING_DISABLED))
                        .cachePolicyConfig()
                        .maxTTL())
                .isZero();
        assertThat(account.client()
                        .listCachePolicies(r -> r.type("managed"))
                        .cachePolicyList()
                        .items())
                .extracting(summary -> summary.cachePolicy().cachePolicyConfig().name())
                .contains(
                        "Managed-Amplify",
                        "Managed-CachingDisabled",
                        "Managed-CachingOptimized",
                        "Managed-CachingOptimizedForUncompressedObjects",
                        "Managed-Elemental-MediaPackage",
                        "Managed-UseOriginCacheControlHeaders",
                        "Managed-UseOriginCacheControlHeaders-QueryStrings");
    }

    @Test
    @AwsPage({
        CLOUDFRONT_GUIDE + "using-managed-origin-request-policies.html",
        CLOUDFRONT_GUIDE + "using-managed-response-headers-policies.html"
    })
    void knowsAwsOwnOriginRequestAndResponseHeadersPolicies() {
        assertThat(account.client()
                        .getOriginRequestPolicy(r -> r.id("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"))
                        .originRequestPolicy()
                        .originRequestPolicyConfig()
                        .name())
                .isEqualTo("Managed-CORS-S3Origin");
        var security = account.client()
                .getResponseHeadersPolicy(r -> r.id("67f7725c-6f97-4210-82d7-5512b31e9d03"))
                .responseHeadersPolicy()
                .responseHeadersPolicyConfig();
        assertThat(security.name()).isEqualTo("Managed-SecurityHeadersPolicy");
        assertThat(security.securityHeadersConfig().strictTransportSecurity().accessControlMaxAgeSec())
                .isEqualTo(31_536_000);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteCachePolicy.html")
    void leavesAwsOwnPoliciesAlone() {
        var managed = account.client().getCachePolicy(r -> r.id(Samples.CACHING_OPTIMIZED));

        refused(400, "IllegalDelete", () -> account.client()
                .deleteCachePolicy(r -> r.id(Samples.CACHING_OPTIMIZED).ifMatch(managed.eTag())));
        refused(400, "IllegalUpdate", () -> account.client()
                .updateCachePolicy(r ->
                        r.id(Samples.CACHING_OPTIMIZED).ifMatch(managed.eTag()).cachePolicyConfig(config("mine"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateCachePolicy.html")
    void createsReadsUpdatesAndDeletesAPolicy() {
        CreateCachePolicyResponse created = create(config("mine"));
        String id = created.cachePolicy().id();

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.location()).endsWith("/2020-05-31/cache-policy/" + id);
        assertThat(created.cachePolicy().cachePolicyConfig()).isEqualTo(config("mine"));
        assertThat(account.client().getCachePolicy(r -> r.id(id)).cachePolicy()).isEqualTo(created.cachePolicy());
        String etag = account.client()
                .updateCachePolicy(r -> r.id(id).ifMatch(created.eTag()).cachePolicyConfig(config("renamed")))
                .eTag();
        refused(412, "PreconditionFailed", () -> account.client()
                .deleteCachePolicy(r -> r.id(id).ifMatch(created.eTag())));
        account.client().deleteCachePolicy(r -> r.id(id).ifMatch(etag));
        refused(404, "NoSuchCachePolicy", () -> account.client().getCachePolicy(r -> r.id(id)));
        create(config("mine"));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateCachePolicy.html")
    void givesEachPolicyANameOfItsOwn() {
        create(config("mine"));

        refused(409, "CachePolicyAlreadyExists", () -> create(config("mine")));
        refused(400, "InvalidArgument", () -> create(config("not mine")));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CachePolicyConfig.html")
    void wantsSettingsThatFitTogether() {
        refused(
                400,
                "InvalidArgument",
                () -> create(config("a").copy(c -> c.minTTL(10L).defaultTTL(5L))));
        refused(400, "InvalidArgument", () -> create(config("a").copy(c -> c.minTTL(null))));
        refused(
                400,
                "InvalidArgument",
                () -> create(config("a")
                        .copy(c -> c.parametersInCacheKeyAndForwardedToOrigin(p -> p.enableAcceptEncodingGzip(false)
                                .headersConfig(h -> h.headerBehavior("whitelist"))
                                .cookiesConfig(k -> k.cookieBehavior("none"))
                                .queryStringsConfig(q -> q.queryStringBehavior("none"))))));
        refused(
                400,
                "InvalidArgument",
                () -> create(config("a").copy(c -> c.minTTL(0L).defaultTTL(0L).maxTTL(0L))));
        refused(
                400,
                "InconsistentQuantities",
                () -> create(config("a")
                        .copy(c -> c.parametersInCacheKeyAndForwardedToOrigin(p -> p.enableAcceptEncodingGzip(false)
                                .headersConfig(h -> h.headerBehavior("whitelist")
                                        .headers(names -> names.quantity(2).items("Origin")))
                                .cookiesConfig(k -> k.cookieBehavior("none"))
                                .queryStringsConfig(q -> q.queryStringBehavior("none"))))));
        refused(
                400,
                "TooManyHeadersInCachePolicy",
                () -> create(config("a")
                        .copy(c -> c.parametersInCacheKeyAndForwardedToOrigin(p -> p.enableAcceptEncodingGzip(false)
                                .headersConfig(
                                        h -> h.headerBehavior("whitelist").headers(names -> names.quantity(11)
                                                .items("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")))
                                .cookiesConfig(k -> k.cookieBehavior("none"))
                                .queryStringsConfig(q -> q.queryStringBehavior("none"))))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteCachePolicy.html")
    void keepsAPolicyWhileADistributionUsesIt() {
        CreateCachePolicyResponse created = create(config("mine"));
        String id = created.cachePolicy().id();
        CreateDistributionResponse distribution = account.create(config -> config.defaultCacheBehavior(
                config.build().defaultCacheBehavior().copy(b -> b.cachePolicyId(id))));

        refused(409, "CachePolicyInUse", () -> account.client()
                .deleteCachePolicy(r -> r.id(id).ifMatch(created.eTag())));
        assertThat(account.client()
                        .listDistributionsByCachePolicyId(r -> r.cachePolicyId(id))
                        .distributionIdList()
                        .items())
                .containsExactly(distribution.distribution().id());
        account.update(
                distribution,
                config -> config.defaultCacheBehavior(
                        config.build().defaultCacheBehavior().copy(b -> b.cachePolicyId(Samples.CACHING_DISABLED))));
        account.client().deleteCachePolicy(r -> r.id(id).ifMatch(created.eTag()));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ListCachePolicies.html")
    void listsAwsOwnAndCustomPoliciesPageByPage() {
        List<String> custom = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            custom.add(create(config("p" + i)).cachePolicy().id());
        }

        List<String> listed = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            CachePolicyList page = account.client()
                    .listCachePolicies(r -> r.marker(from).maxItems("2"))
                    .cachePolicyList();
            page.items().forEach(item -> listed.add(item.cachePolicy().id()));
            marker = page.nextMarker();
        } while (marker != null);
        assertThat(listed).doesNotHaveDuplicates().containsAll(custom).contains(Samples.CACHING_OPTIMIZED);
        assertThat(account.client()
                        .listCachePolicies(r -> r.type("custom"))
                        .cachePolicyList()
                        .items())
                .hasSize(3);
    }

    @Test
    @AwsPage({CLOUDFRONT_API + "CreateOriginRequestPolicy.html", CLOUDFRONT_API + "CreateResponseHeadersPolicy.html"})
    void hasTheSameRulesForTheOtherKinds() {
        var request = account.client()
                .createOriginRequestPolicy(r -> r.originRequestPolicyConfig(c -> c.name("mine")
                        .headersConfig(h -> h.headerBehavior("allViewer"))
                        .cookiesConfig(k -> k.cookieBehavior("none"))
                        .queryStringsConfig(q -> q.queryStringBehavior("all"))));
        var response = account.client()
                .createResponseHeadersPolicy(
                        r -> r.responseHeadersPolicyConfig(c -> c.name("mine").customHeadersConfig(h -> h.quantity(1)
                                .items(i -> i.header("X-A").value("b").override(true)))));
        account.create(config -> config.defaultCacheBehavior(
                config.build().defaultCacheBehavior().copy(b -> b.originRequestPolicyId(
                                request.originRequestPolicy().id())
                        .responseHeadersPolicyId(
                                response.responseHeadersPolicy().id()))));

        refused(409, "OriginRequestPolicyInUse", () -> account.client()
                .deleteOriginRequestPolicy(
                        r -> r.id(request.originRequestPolicy().id()).ifMatch(request.eTag())));
        refused(409, "ResponseHeadersPolicyInUse", () -> account.client()
                .deleteResponseHeadersPolicy(
                        r -> r.id(response.responseHeadersPolicy().id()).ifMatch(response.eTag())));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-policies")
    void stopsAtTheQuota() {
        CloudFrontAccount poor =
                CloudFrontAccount.with(aws, CloudFrontSettings.standard().quota(Quota.CACHE_POLICIES, 1));
        poor.client().createCachePolicy(r -> r.cachePolicyConfig(config("one")));

        refused(400, "TooManyCachePolicies", () -> poor.client()
                .createCachePolicy(r -> r.cachePolicyConfig(config("two"))));
    }

    private CreateCachePolicyResponse create(CachePolicyConfig config) {
        return account.client().createCachePolicy(r -> r.cachePolicyConfig(config));
    }

    private static CachePolicyConfig config(String name) {
        return CachePolicyConfig.builder()
                .name(name)
                .comment("")
                .minTTL(1L)
                .defaultTTL(60L)
                .maxTTL(600L)
                .parametersInCacheKeyAndForwardedToOrigin(p -> p.enableAcceptEncodingGzip(true)
                        .enableAcceptEncodingBrotli(true)
                        .headersConfig(h -> h.headerBehavior("none"))
                        .cookiesConfig(c -> c.cookieBehavior("none"))
                        .queryStringsConfig(q -> q.queryStringBehavior("whitelist")
                                .queryStrings(n -> n.quantity(1).items("v"))))
                .build();
    }
}
