// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.cloudfront.Samples;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;

/** What the edge makes of an origin's answer, and what it asks the origin for. */
class EdgeAnswersTest {
    private final EdgeWorld world = new EdgeWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html */
    @Test
    void compressesWhatTheViewerTakesAndTheBehaviorAllows() throws IOException {
        String text = "all work and no play ".repeat(100);
        world.object("/a.txt", text, Map.of("ETag", "\"e\""));
        world.object("/a.png", text, Map.of("Content-Type", "image/png"));
        world.object("/small.txt", "x".repeat(999), Map.of());
        String host = deploy(b -> b.compress(true));
        Map<String, String> gzip = Map.of("accept-encoding", "gzip, deflate");

        TwinResponse compressed = world.get(host, "/a.txt", gzip);
        assertThat(compressed.header("content-encoding")).hasValue("gzip");
        assertThat(compressed.header("etag")).hasValue("W/\"e\"");
        assertThat(compressed.header("vary")).hasValue("Accept-Encoding");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        }
        assertThat(world.get(host, "/a.txt", gzip).header("x-cache")).hasValue("Hit from cloudfront");
        TwinResponse plain = world.get(host, "/a.txt");
        assertThat(plain.header("x-cache")).as("a copy of its own").hasValue("Miss from cloudfront");
        assertThat(plain.bodyText()).isEqualTo(text);
        assertThat(world.get(host, "/a.png", gzip).header("content-encoding")).isEmpty();
        assertThat(world.get(host, "/small.txt", gzip).header("content-encoding"))
                .isEmpty();
        assertThat(world.get(deploy(b -> b.compress(false)), "/a.txt", gzip).header("content-encoding"))
                .isEmpty();
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html */
    @Test
    void answersErrorsWithThePageOfTheDistribution() {
        world.object("/index.html", "home", Map.of());
        String host = world.account
                .deploy(config -> config.customErrorResponses(errors -> errors.quantity(2)
                        .items(
                                e -> e.errorCode(404)
                                        .responsePagePath("/index.html")
                                        .responseCode("200")
                                        .errorCachingMinTTL(60L),
                                e -> e.errorCode(403)
                                        .responsePagePath("/absent.html")
                                        .responseCode("403"))))
                .domainName();

        TwinResponse page = world.get(host, "/some/route");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.bodyText()).isEqualTo("home");
        assertThat(page.header("x-cache")).hasValue("Error from cloudfront");
        world.object("/some/route", "now", Map.of());
        world.account.advance(Duration.ofSeconds(59));
        assertThat(world.get(host, "/some/route").bodyText()).isEqualTo("home");
        world.account.advance(Duration.ofSeconds(1));
        assertThat(world.get(host, "/some/route").bodyText()).isEqualTo("now");
        world.failing("/secret", 403);
        assertThat(world.get(host, "/secret").status())
                .as("a page that is not there either")
                .isEqualTo(404);
    }

    @Test
    void answersConditionsAndRangesFromTheWholeObject() {
        world.object("/a.txt", "0123456789", Map.of("ETag", "\"e\""));
        String host = deploy(b -> {});

        assertThat(world.get(host, "/a.txt", Map.of("if-none-match", "\"e\"")).status())
                .isEqualTo(304);
        assertThat(world.get(host, "/a.txt", Map.of("if-none-match", "\"x\"")).status())
                .isEqualTo(200);
        TwinResponse part = world.get(host, "/a.txt", Map.of("range", "bytes=2-4"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.bodyText()).isEqualTo("234");
        assertThat(part.header("content-range")).hasValue("bytes 2-4/10");
        assertThat(world.get(host, "/a.txt", Map.of("range", "bytes=-3")).bodyText())
                .isEqualTo("789");
        assertThat(world.get(host, "/a.txt", Map.of("range", "bytes=99-")).status())
                .isEqualTo(416);
        assertThat(world.asked).hasSize(1);
    }

    @Test
    void asksTheOriginOnlyWhetherAStaleCopyChanged() {
        world.object("/a.txt", "one", Map.of("ETag", "\"e\"", "Cache-Control", "max-age=60"));
        String host = deploy(b -> {});
        world.get(host, "/a.txt");
        world.account.advance(Duration.ofSeconds(60));

        TwinResponse same = world.get(host, "/a.txt");

        assertThat(same.header("x-cache")).hasValue("RefreshHit from cloudfront");
        assertThat(same.bodyText()).isEqualTo("one");
        assertThat(world.asked.get(1).header("if-none-match")).hasValue("\"e\"");
        assertThat(world.get(host, "/a.txt").header("x-cache")).hasValue("Hit from cloudfront");
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
    @Test
    void addsAndRemovesHeadersAsThePolicySays() {
        world.object("/a.txt", "one", Map.of("X-Powered-By", "us", "X-Own", "origin", "X-Other", "origin"));
        String id = policy(c -> c.securityHeadersConfig(s -> s.strictTransportSecurity(h -> h.accessControlMaxAgeSec(60)
                                .includeSubdomains(true)
                                .override(true))
                        .contentTypeOptions(o -> o.override(true)))
                .customHeadersConfig(h -> h.quantity(2)
                        .items(
                                i -> i.header("X-Own").value("policy").override(true),
                                i -> i.header("X-Other").value("policy").override(false)))
                .removeHeadersConfig(r -> r.quantity(1).items(i -> i.header("X-Powered-By"))));
        String host = deploy(b -> b.responseHeadersPolicyId(id));

        TwinResponse answer = world.get(host, "/a.txt");

        assertThat(answer.header("strict-transport-security")).hasValue("max-age=60; includeSubDomains");
        assertThat(answer.header("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.header("x-own")).hasValue("policy");
        assertThat(answer.header("x-other")).hasValue("origin");
        assertThat(answer.header("x-powered-by")).isEmpty();
    }

    @Test
    void answersOriginsThatThePolicyAllows() {
        world.object("/a.txt", "one", Map.of());
        String id = policy(c -> c.corsConfig(
                cors -> cors.accessControlAllowOrigins(o -> o.quantity(1).items("https://*.example.com"))
                        .accessControlAllowHeaders(h -> h.quantity(1).items("*"))
                        .accessControlAllowMethods(m -> m.quantity(1).itemsWithStrings("GET"))
                        .accessControlAllowCredentials(false)
                        .originOverride(true)));
        String host = deploy(b -> b.responseHeadersPolicyId(id));

        assertThat(world.get(host, "/a.txt", Map.of("origin", "https://app.example.com"))
                        .header("access-control-allow-origin"))
                .hasValue("https://app.example.com");
        assertThat(world.get(host, "/a.txt", Map.of("origin", "https://example.org"))
                        .header("access-control-allow-origin"))
                .isEmpty();
        assertThat(world.get(host, "/a.txt").header("access-control-allow-origin"))
                .isEmpty();
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html */
    @Test
    void keepsOneCopyPerCacheKey() {
        world.object("/a", "one", Map.of());
        String id = world.account
                .client()
                .createCachePolicy(r -> r.cachePolicyConfig(CachePolicyConfig.builder()
                        .name("keyed")
                        .minTTL(60L)
                        .parametersInCacheKeyAndForwardedToOrigin(p -> p.enableAcceptEncodingGzip(false)
                                .headersConfig(h -> h.headerBehavior("whitelist")
                                        .headers(n -> n.quantity(1).items("X-Kind")))
                                .cookiesConfig(c -> c.cookieBehavior("whitelist")
                                        .cookies(n -> n.quantity(1).items("session")))
                                .queryStringsConfig(q -> q.queryStringBehavior("whitelist")
                                        .queryStrings(n -> n.quantity(1).items("v"))))
                        .build()))
                .cachePolicy()
                .id();
        String host = deploy(b -> b.cachePolicyId(id));

        world.get(host, "/a?v=1&utm=x", Map.of("cookie", "session=s; other=o", "x-kind", "k", "x-more", "m"));
        TwinRequest asked = world.asked.get(0);
        assertThat(asked.query()).containsOnlyKeys("v");
        assertThat(asked.header("cookie")).hasValue("session=s");
        assertThat(asked.header("x-kind")).hasValue("k");
        assertThat(asked.header("x-more")).isEmpty();
        assertThat(world.get(host, "/a?utm=y&v=1", Map.of("cookie", "other=p; session=s", "x-kind", "k"))
                        .header("x-cache"))
                .hasValue("Hit from cloudfront");
        for (Map<String, String> headers :
                List.of(Map.of("cookie", "session=t", "x-kind", "k"), Map.of("cookie", "session=s", "x-kind", "l"))) {
            assertThat(world.get(host, "/a?v=1", headers).header("x-cache")).hasValue("Miss from cloudfront");
        }
        assertThat(world.get(host, "/a?v=2", Map.of("cookie", "session=s", "x-kind", "k"))
                        .header("x-cache"))
                .hasValue("Miss from cloudfront");
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html */
    @Test
    void sendsTheOriginWhatTheOriginRequestPolicyTakesWithoutChangingTheKey() {
        world.object("/a", "one", Map.of());
        String host = deploy(b -> b.originRequestPolicyId("acba4595-bd28-49b8-b9fe-13317c0390fa"));

        world.get(host, "/a", Map.of("referer", "https://a.example", "x-more", "m"));

        assertThat(world.asked.get(0).header("referer")).hasValue("https://a.example");
        assertThat(world.asked.get(0).header("x-more")).isEmpty();
        assertThat(world.get(host, "/a", Map.of("referer", "https://b.example")).header("x-cache"))
                .hasValue("Hit from cloudfront");
    }

    @Test
    void turnsAwayCountriesThatAreBlocked() {
        world.object("/a", "one", Map.of());
        String host = world.account
                .deploy(config -> config.restrictions(r -> r.geoRestriction(
                        g -> g.restrictionType("blacklist").quantity(1).items("DE"))))
                .domainName();

        assertThat(world.send("GET", host, "/a", Map.of(), Viewer.nearby().from("DE"))
                        .status())
                .isEqualTo(403);
        assertThat(world.get(host, "/a").status()).isEqualTo(200);
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html */
    @Test
    void asksTheSecondOriginOfAGroupWhenTheFirstFails() {
        world.failing("first.s3.amazonaws.com/a", 503);
        world.object("second.s3.amazonaws.com/a", "spare", Map.of());
        String host = world.account.deploy(group(b -> {})).domainName();

        assertThat(world.get(host, "/a").bodyText()).isEqualTo("spare");
        assertThat(world.get(host, "/b").status()).as("404 is no reason").isEqualTo(404);
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html */
    @Test
    void failsOverForOptionsOnlyWhereItCachesThem() {
        world.failing("first.s3.amazonaws.com/a", 503);
        world.object("second.s3.amazonaws.com/a", "spare", Map.of());
        Method[] methods = {Method.GET, Method.HEAD, Method.OPTIONS};
        String asking = world.account
                .deploy(group(b -> b.allowedMethods(m -> m.quantity(3).items(methods))))
                .domainName();
        String caching = world.account
                .deploy(group(
                        b -> b.allowedMethods(m -> m.quantity(3).items(methods).cachedMethods(c -> c.quantity(3)
                                .items(methods)))))
                .domainName();

        assertThat(options(asking)).isEqualTo(503);
        assertThat(options(caching)).isEqualTo(200);
    }

    private int options(String host) {
        return world.send("OPTIONS", host, "/a", Map.of(), Viewer.nearby()).status();
    }

    /** Two buckets, of which the second answers where the first says 503. */
    private static UnaryOperator<DistributionConfig.Builder> group(Consumer<DefaultCacheBehavior.Builder> change) {
        return config -> config.origins(o -> o.quantity(2)
                        .items(
                                one -> one.id("first")
                                        .domainName("first.s3.amazonaws.com")
                                        .s3OriginConfig(s3 -> s3.originAccessIdentity("")),
                                two -> two.id("second")
                                        .domainName("second.s3.amazonaws.com")
                                        .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                .originGroups(g -> g.quantity(1).items(group -> group.id("both")
                        .failoverCriteria(f -> f.statusCodes(s -> s.quantity(1).items(503)))
                        .members(m -> m.quantity(2).items(a -> a.originId("first"), b -> b.originId("second")))))
                .defaultCacheBehavior(
                        config.build().defaultCacheBehavior().copy(b -> change.accept(b.targetOriginId("both"))));
    }

    private String policy(Consumer<ResponseHeadersPolicyConfig.Builder> change) {
        return world.account
                .client()
                .createResponseHeadersPolicy(r -> r.responseHeadersPolicyConfig(c -> change.accept(c.name("p"))))
                .responseHeadersPolicy()
                .id();
    }

    private String deploy(Consumer<DefaultCacheBehavior.Builder> change) {
        return world.account
                .deploy(config -> config.defaultCacheBehavior(config.build()
                        .defaultCacheBehavior()
                        .copy(b -> change.accept(b.cachePolicyId(Samples.CACHING_OPTIMIZED)))))
                .domainName();
    }
}
