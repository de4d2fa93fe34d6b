// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontClients;
import dev.cfmanager.awstwin.cloudfront.Samples;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.s3.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final List<TwinRequest> asked = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Map<String, TwinResponse> objects = new LinkedHashMap<>();
    private Twin twin;
    private CloudFrontClient client;
    private Edge edge;

    @BeforeEach
    void start() {
        twin = Twin.start();
        client = CloudFrontClients.of(twin);
        edge = new Edge(
                twin.kernel(),
                twin.cloudFront(),
                (request, reader) -> {
                    asked.add(request);
                    readers.add(reader);
                    return objects.getOrDefault(
                            request.rawPath(), TwinResponse.xml(404, "<Error><Code>NoSuchKey</Code></Error>"));
                },
                OriginFetcher.none());
        object("/a.txt", "one", Map.of());
    }

    @AfterEach
    void stop() {
        client.close();
        twin.close();
    }

    @Test
    void servesAnObjectAndThenItsCopy() {
        String host = deploy(config -> config);

        TwinResponse miss = get(host, "/a.txt");
        twin.clock().advance(Duration.ofSeconds(7));
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
        assertThat(asked).hasSize(1);
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
        twin.clock().advance(Duration.ofMinutes(5));
        object("/b.txt", "other", Map.of());
        get(distribution.domainName(), "/a.txt");
        get(distribution.domainName(), "/b.txt");
        object("/a.txt", "two", Map.of());

        client.createInvalidation(r -> r.distributionId(distribution.id()).invalidationBatch(b -> b.callerReference("1")
                .paths(p -> p.quantity(1).items("/a*"))));
        assertThat(get(distribution.domainName(), "/a.txt").bodyText()).isEqualTo("one");
        twin.clock().advance(Duration.ofMinutes(1));

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
        twin.clock().advance(Duration.ofMinutes(5));

        get(distribution.domainName(), "/a.txt");

        assertThat(readers).containsExactly(new Reader.Distribution(distribution.arn()));
        assertThat(asked.get(0).host()).isEqualTo("media.s3.us-east-1.amazonaws.com");
        assertThat(asked.get(0).rawPath()).isEqualTo("/site/a.txt");
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

        assertThat(readers)
                .containsExactly(new Reader.OriginAccessIdentity(identity.id(), identity.s3CanonicalUserId()));
    }

    @Test
    void readsTheBucketAsNobodyWithoutEither() {
        get(deploy(config -> config), "/a.txt");

        assertThat(readers).containsExactly(new Reader.Anonymous());
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
        object("/index.html", "home", Map.of());
        Distribution distribution = create(config -> config);
        twin.clock().advance(Duration.ofMinutes(5));
        String etag = client.getDistribution(r -> r.id(distribution.id())).eTag();
        client.updateDistribution(r -> r.id(distribution.id())
                .ifMatch(etag)
                .distributionConfig(distribution.distributionConfig().copy(c -> c.defaultRootObject("index.html"))));

        assertThat(get(distribution.domainName(), "/").status()).isEqualTo(404);
        twin.clock().advance(Duration.ofMinutes(5));
        assertThat(get(distribution.domainName(), "/").bodyText()).isEqualTo("home");
    }

    @Test
    void sendsPlainHttpWhereThePolicySays() {
        String redirecting = deploy(config -> config);
        String refusing = deploy(config -> policy(config.callerReference("2"), ViewerProtocolPolicy.HTTPS_ONLY));
        String open = deploy(config -> policy(config.callerReference("3"), ViewerProtocolPolicy.ALLOW_ALL));
        Viewer plain = Viewer.nearby().overHttp();

        TwinResponse redirect = edge.handle(request("GET", redirecting, "/a.txt", Map.of()), plain);
        assertThat(redirect.status()).isEqualTo(301);
        assertThat(redirect.header("location")).hasValue("https://" + redirecting + "/a.txt");
        assertThat(redirect.header("x-cache")).hasValue("Redirect from cloudfront");
        assertThat(edge.handle(request("GET", refusing, "/a.txt", Map.of()), plain)
                        .status())
                .isEqualTo(403);
        assertThat(edge.handle(request("GET", open, "/a.txt", Map.of()), plain).status())
                .isEqualTo(200);
    }

    @Test
    void refusesMethodsThatTheBehaviorDoesNotAllow() {
        TwinResponse refused = edge.handle(request("POST", deploy(config -> config), "/a.txt", Map.of()));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("x-cache")).hasValue("Error from cloudfront");
        assertThat(asked).isEmpty();
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

        assertThat(asked)
                .extracting(TwinRequest::host)
                .containsExactly("pictures.s3.amazonaws.com", "media.s3.amazonaws.com");
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html */
    @Test
    void keepsAnAnswerAsLongAsItsHeadersAndThePolicySay() {
        String host = deploy(config -> config);
        object("/short", "s", Map.of("Cache-Control", "public, max-age=60"));
        object("/shared", "s", Map.of("Cache-Control", "max-age=60, s-maxage=600"));
        object("/never", "s", Map.of("Cache-Control", "no-store"));
        object("/until", "s", Map.of("Expires", "Thu, 01 Jan 2026 00:10:00 GMT"));

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

        assertThat(asked).hasSize(2);
    }

    @Test
    void keepsErrorsForTenSeconds() {
        String host = deploy(config -> config);
        assertThat(get(host, "/b.txt").header("x-cache")).hasValue("Error from cloudfront");
        object("/b.txt", "late", Map.of());

        twin.clock().advance(Duration.ofSeconds(9));
        assertThat(get(host, "/b.txt").status()).isEqualTo(404);
        twin.clock().advance(Duration.ofSeconds(1));
        assertThat(get(host, "/b.txt").bodyText()).isEqualTo("late");
    }

    @Test
    void answersHeadFromTheCopyWithoutABody() {
        String host = deploy(config -> config);
        get(host, "/a.txt");

        TwinResponse head = edge.handle(request("HEAD", host, "/a.txt", Map.of()));

        assertThat(head.header("x-cache")).hasValue("Hit from cloudfront");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).hasValue("3");
    }

    @Test
    void asksACustomOriginThroughTheFetcher() {
        List<String> fetched = new ArrayList<>();
        Edge own = new Edge(
                twin.kernel(),
                twin.cloudFront(),
                (request, reader) -> TwinResponse.empty(500),
                (request, protocol, port) -> {
                    fetched.add(protocol + "://" + request.host() + ":" + port + request.rawPath());
                    return new TwinResponse(200, Map.of(), "custom".getBytes(StandardCharsets.UTF_8));
                });
        UnaryOperator<DistributionConfig.Builder> custom =
                config -> config.origins(origins -> origins.quantity(1).items(origin -> origin.id("media")
                        .domainName("api.example.com")
                        .customOriginConfig(c -> c.httpPort(80).httpsPort(8443).originProtocolPolicy("https-only"))));
        String host = deploy(custom);

        assertThat(own.handle(request("GET", host, "/x", Map.of())).bodyText()).isEqualTo("custom");
        assertThat(fetched).containsExactly("https://api.example.com:8443/x");
        assertThat(get(host, "/x").status()).isEqualTo(502);
    }

    private void assertKept(String host, String path, long seconds) {
        get(host, path);
        int fetches = asked.size();
        twin.clock().advance(Duration.ofSeconds(seconds - 1));
        get(host, path);
        assertThat(asked).as("fresh for %s seconds: %s", seconds, path).hasSize(fetches);
        twin.clock().advance(Duration.ofSeconds(1));
        get(host, path);
        assertThat(asked).as("stale after %s seconds: %s", seconds, path).hasSize(fetches + 1);
    }

    private static DistributionConfig.Builder policy(DistributionConfig.Builder config, ViewerProtocolPolicy policy) {
        DistributionConfig built = config.build();
        return built.toBuilder()
                .defaultCacheBehavior(built.defaultCacheBehavior().copy(b -> b.viewerProtocolPolicy(policy)));
    }

    private void object(String path, String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "text/plain");
        all.put("x-amz-request-id", "SECRET");
        objects.put(path, new TwinResponse(200, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    private Distribution create(UnaryOperator<DistributionConfig.Builder> change) {
        DistributionConfig config =
                change.apply(Samples.bucketDistribution("edge")).build();
        return client.createDistribution(r -> r.distributionConfig(config)).distribution();
    }

    private String deploy(UnaryOperator<DistributionConfig.Builder> change) {
        String host = create(change).domainName();
        twin.clock().advance(Duration.ofMinutes(5));
        return host;
    }

    private TwinResponse get(String host, String path) {
        return edge.handle(request("GET", host, path, Map.of()));
    }

    private static TwinRequest request(String method, String host, String path, Map<String, List<String>> headers) {
        return new TwinRequest(method, host, path, Map.of(), headers, new byte[0]);
    }
}
