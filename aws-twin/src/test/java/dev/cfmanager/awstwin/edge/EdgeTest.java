// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.cloudfront.Samples;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.s3.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/**
 * What viewers get from the edge.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html">Request and response behavior for S3 origins</a>
 */
class EdgeTest {
    private final EdgeWorld world = new EdgeWorld();
    private final CloudFrontClient client = world.account.client();

    @BeforeEach
    void layOut() {
        world.object("/a.txt", "one", Map.of());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void servesAnObjectAndThenItsCopy() {
        String host = deploy(config -> config);

        TwinResponse miss = get(host, "/a.txt");
        world.account.advance(Duration.ofSeconds(7));
        TwinResponse hit = get(host, "/a.txt");

        assertThat(miss.status()).isEqualTo(200);
        assertThat(miss.bodyText()).isEqualTo("one");
        assertThat(miss.header("x-cache")).hasValue("Miss from cloudfront");
        assertThat(miss.header("age")).isEmpty();
        assertThat(miss.header("via").orElse("")).endsWith(".cloudfront.net (CloudFront)");
        assertThat(miss.header("x-amz-cf-id")).isPresent();
        assertThat(miss.header("x-amz-request-id")).isEmpty();
        assertThat(hit.header("x-cache")).hasValue("Hit from cloudfront");
        assertThat(hit.header("age")).hasValue("7");
        assertThat(hit.bodyText()).isEqualTo("one");
        assertThat(world.asked).hasSize(1);
    }

    @Test
    void answersUnderItsDomainNameWithAndWithoutLocalhost() {
        String host = deploy(config -> config);

        assertThat(get(host, "/a.txt").status()).isEqualTo(200);
        assertThat(get(host + ".localhost", "/a.txt").status()).isEqualTo(200);
        assertThat(get("d0000000000000.cloudfront.net", "/a.txt").status()).isEqualTo(403);
        assertThat(get("www.example.org", "/a.txt").status()).isEqualTo(403);
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html */
    @Test
    void forgetsWhatIsInvalidatedWhenTheInvalidationCompletes() {
        Distribution distribution = create(config -> config);
        world.account.advance(Duration.ofMinutes(5));
        world.object("/b.txt", "other", Map.of());
        get(distribution.domainName(), "/a.txt");
        get(distribution.domainName(), "/b.txt");
        world.object("/a.txt", "two", Map.of());

        client.createInvalidation(r -> r.distributionId(distribution.id()).invalidationBatch(b -> b.callerReference("1")
                .paths(p -> p.quantity(1).items("/a*"))));
        assertThat(get(distribution.domainName(), "/a.txt").bodyText()).isEqualTo("one");
        world.account.advance(Duration.ofMinutes(1));

        assertThat(get(distribution.domainName(), "/a.txt").bodyText()).isEqualTo("two");
        assertThat(get(distribution.domainName(), "/a.txt").header("x-cache")).hasValue("Hit from cloudfront");
        assertThat(get(distribution.domainName(), "/b.txt").header("x-cache")).hasValue("Hit from cloudfront");
    }

    @Test
    void readsTheBucketAsTheDistributionWhenAnAccessControlSigns() {
        String control = Samples.accessControl(client, "oac");
        Distribution distribution =
                create(config -> config.origins(origins -> origins.quantity(1).items(origin -> origin.id("media")
                        .domainName("media.s3.us-east-1.amazonaws.com")
                        .originPath("/site")
                        .originAccessControlId(control)
                        .s3OriginConfig(s3 -> s3.originAccessIdentity("")))));
        world.account.advance(Duration.ofMinutes(5));

        get(distribution.domainName(), "/a.txt");

        assertThat(world.readers).containsExactly(new Reader.Distribution(distribution.arn()));
        assertThat(world.asked.get(0).host()).isEqualTo("media.s3.us-east-1.amazonaws.com");
        assertThat(world.asked.get(0).rawPath()).isEqualTo("/site/a.txt");
    }

    @Test
    void readsTheBucketAsTheAccessIdentity() {
        var identity = client.createCloudFrontOriginAccessIdentity(r -> r.cloudFrontOriginAccessIdentityConfig(
                        c -> c.callerReference("i").comment("")))
                .cloudFrontOriginAccessIdentity();
        String host =
                deploy(config -> config.origins(origins -> origins.quantity(1).items(origin -> origin.id("media")
                        .domainName("media.s3.amazonaws.com")
                        .s3OriginConfig(
                                s3 -> s3.originAccessIdentity("origin-access-identity/cloudfront/" + identity.id())))));

        get(host, "/a.txt");

        assertThat(world.readers)
                .containsExactly(new Reader.OriginAccessIdentity(identity.id(), identity.s3CanonicalUserId()));
    }

    @Test
    void readsTheBucketAsNobodyWithoutEither() {
        get(deploy(config -> config), "/a.txt");

        assertThat(world.readers).containsExactly(new Reader.Anonymous());
    }

    @Test
    void doesNotServeBeforeTheFirstDeploymentOrWhenDisabled() {
        Distribution distribution = create(config -> config);
        assertThat(get(distribution.domainName(), "/a.txt").status()).isEqualTo(403);

        String disabled = deploy(config -> config.callerReference("off").enabled(false));
        assertThat(get(disabled, "/a.txt").status()).isEqualTo(403);
        assertThat(get(distribution.domainName(), "/a.txt").status()).isEqualTo(200);
    }

    @Test
    void servesTheOldConfigurationUntilTheNewOneIsDeployed() {
        world.object("/index.html", "home", Map.of());
        Distribution distribution = create(config -> config);
        world.account.advance(Duration.ofMinutes(5));
        String etag = client.getDistribution(r -> r.id(distribution.id())).eTag();
        client.updateDistribution(r -> r.id(distribution.id())
                .ifMatch(etag)
                .distributionConfig(distribution.distributionConfig().copy(c -> c.defaultRootObject("index.html"))));

        assertThat(get(distribution.domainName(), "/").status()).isEqualTo(404);
        world.account.advance(Duration.ofMinutes(5));
        assertThat(get(distribution.domainName(), "/").bodyText()).isEqualTo("home");
    }

    @Test
    void sendsPlainHttpWhereThePolicySays() {
        String redirecting = deploy(config -> config);
        String refusing = deploy(config -> policy(config.callerReference("2"), ViewerProtocolPolicy.HTTPS_ONLY));
        String open = deploy(config -> policy(config.callerReference("3"), ViewerProtocolPolicy.ALLOW_ALL));
        Viewer plain = Viewer.nearby().overHttp();

        TwinResponse redirect = world.send("GET", redirecting, "/a.txt", Map.of(), plain);
        assertThat(redirect.status()).isEqualTo(301);
        assertThat(redirect.header("location")).hasValue("https://" + redirecting + "/a.txt");
        assertThat(redirect.header("x-cache")).hasValue("Redirect from cloudfront");
        assertThat(world.send("GET", refusing, "/a.txt", Map.of(), plain).status())
                .isEqualTo(403);
        assertThat(world.send("GET", open, "/a.txt", Map.of(), plain).status()).isEqualTo(200);
    }

    @Test
    void refusesMethodsThatTheBehaviorDoesNotAllow() {
        TwinResponse refused = world.send("POST", deploy(config -> config), "/a.txt", Map.of(), Viewer.nearby());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("x-cache")).hasValue("Error from cloudfront");
        assertThat(world.asked).isEmpty();
    }

    @Test
    void choosesTheBehaviorByThePathInItsOrder() {
        String host = deploy(config -> config.origins(origins -> origins.quantity(2)
                        .items(
                                origin -> origin.id("media")
                                        .domainName("media.s3.amazonaws.com")
                                        .s3OriginConfig(s3 -> s3.originAccessIdentity("")),
                                origin -> origin.id("pictures")
                                        .domainName("pictures.s3.amazonaws.com")
                                        .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                .cacheBehaviors(
                        behaviors -> behaviors.quantity(1).items(behavior -> behavior.pathPattern("images/*.jp?g")
                                .targetOriginId("pictures")
                                .viewerProtocolPolicy("allow-all")
                                .cachePolicyId(Samples.CACHING_OPTIMIZED))));

        get(host, "/images/2026/a.jpeg");
        get(host, "/images/a.jpg");

        assertThat(world.asked)
                .extracting(TwinRequest::host)
                .containsExactly("pictures.s3.amazonaws.com", "media.s3.amazonaws.com");
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html */
    @Test
    void keepsAnAnswerAsLongAsItsHeadersAndThePolicySay() {
        String host = deploy(config -> config);
        world.object("/short", "s", Map.of("Cache-Control", "public, max-age=60"));
        world.object("/shared", "s", Map.of("Cache-Control", "max-age=60, s-maxage=600"));
        world.object("/never", "s", Map.of("Cache-Control", "no-store"));
        world.object("/until", "s", Map.of("Expires", "Thu, 01 Jan 2026 00:10:00 GMT"));

        assertKept(host, "/until", 300);
        assertKept(host, "/short", 60);
        assertKept(host, "/shared", 600);
        assertKept(host, "/never", 1); // the policy's minimum
        assertKept(host, "/a.txt", 86_400); // the policy's default
    }

    @Test
    void doesNotKeepAnythingWithCachingDisabled() {
        String host = deploy(config -> config.defaultCacheBehavior(behavior -> behavior.targetOriginId("media")
                .viewerProtocolPolicy("allow-all")
                .cachePolicyId(Samples.CACHING_DISABLED)));

        get(host, "/a.txt");
        get(host, "/a.txt");

        assertThat(world.asked).hasSize(2);
    }

    @Test
    void keepsErrorsForTenSeconds() {
        String host = deploy(config -> config);
        assertThat(get(host, "/b.txt").header("x-cache")).hasValue("Error from cloudfront");
        world.object("/b.txt", "late", Map.of());

        world.account.advance(Duration.ofSeconds(9));
        assertThat(get(host, "/b.txt").status()).isEqualTo(404);
        world.account.advance(Duration.ofSeconds(1));
        assertThat(get(host, "/b.txt").bodyText()).isEqualTo("late");
    }

    @Test
    void answersHeadFromTheCopyWithoutABody() {
        String host = deploy(config -> config);
        get(host, "/a.txt");

        TwinResponse head = world.send("HEAD", host, "/a.txt", Map.of(), Viewer.nearby());

        assertThat(head.header("x-cache")).hasValue("Hit from cloudfront");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).hasValue("3");
    }

    @Test
    void asksACustomOriginThroughTheFetcher() {
        List<String> fetched = new ArrayList<>();
        Edge own = new Edge(
                world.twin.kernel(),
                world.account.cloudFront(),
                (request, reader) -> TwinResponse.empty(500),
                world.account.edgeFunctions(),
                (request, protocol, port) -> {
                    fetched.add(protocol + "://" + request.host() + ":" + port + request.rawPath());
                    return new TwinResponse(200, Map.of(), "custom".getBytes(StandardCharsets.UTF_8));
                });
        UnaryOperator<DistributionConfig.Builder> custom =
                config -> config.origins(origins -> origins.quantity(1).items(origin -> origin.id("media")
                        .domainName("api.example.com")
                        .customOriginConfig(c -> c.httpPort(80).httpsPort(8443).originProtocolPolicy("https-only"))));
        String host = deploy(custom);

        assertThat(own.handle(new TwinRequest("GET", host, "/x", Map.of(), Map.of(), new byte[0]))
                        .bodyText())
                .isEqualTo("custom");
        assertThat(fetched).containsExactly("https://api.example.com:8443/x");
        assertThat(get(host, "/x").status()).isEqualTo(502);
    }

    private void assertKept(String host, String path, long seconds) {
        get(host, path);
        int fetches = world.asked.size();
        world.account.advance(Duration.ofSeconds(seconds - 1));
        get(host, path);
        assertThat(world.asked).as("fresh for %s seconds: %s", seconds, path).hasSize(fetches);
        world.account.advance(Duration.ofSeconds(1));
        get(host, path);
        assertThat(world.asked).as("stale after %s seconds: %s", seconds, path).hasSize(fetches + 1);
    }

    private static DistributionConfig.Builder policy(DistributionConfig.Builder config, ViewerProtocolPolicy policy) {
        DistributionConfig built = config.build();
        return built.toBuilder()
                .defaultCacheBehavior(built.defaultCacheBehavior().copy(b -> b.viewerProtocolPolicy(policy)));
    }

    private Distribution create(UnaryOperator<DistributionConfig.Builder> change) {
        return world.account.create(change).distribution();
    }

    private String deploy(UnaryOperator<DistributionConfig.Builder> change) {
        return world.account.deploy(change).domainName();
    }

    private TwinResponse get(String host, String path) {
        return world.get(host, path);
    }
}
