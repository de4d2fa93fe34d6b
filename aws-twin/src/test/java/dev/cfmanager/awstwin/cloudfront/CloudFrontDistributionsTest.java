// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.PERMISSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionNotDisabledException;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.IllegalUpdateException;
import software.amazon.awssdk.services.cloudfront.model.InvalidIfMatchVersionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchResourceException;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.TooManyDistributionsException;

/**
 * Distributions: their life, their versions, their names.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html">CreateDistribution</a>
 */
@Conformance("cloudfront")
class CloudFrontDistributionsTest {
    private final Aws aws;
    private final CloudFrontClient client;

    CloudFrontDistributionsTest(Aws aws) {
        this.aws = aws;
        this.client = aws.cloudFront();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "Distribution.html")
    void createsADistributionThatIsInProgressForSomeMinutes() {
        CreateDistributionResponse created = create(Samples.bucketDistribution("one"));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.location())
                .isEqualTo("https://cloudfront.amazonaws.com/2020-05-31/distribution/"
                        + created.distribution().id());
        assertThat(created.eTag()).matches("E[A-Z0-9]+");
        assertThat(created.distribution().id()).matches("E[A-Z0-9]{13}");
        assertThat(created.distribution().domainName()).matches("d[a-z0-9]{13}\\.cloudfront\\.net");
        assertThat(created.distribution().arn())
                .isEqualTo("arn:aws:cloudfront::123456789012:distribution/"
                        + created.distribution().id());
        assertThat(created.distribution().lastModifiedTime())
                .isEqualTo(client.getDistribution(
                                request -> request.id(created.distribution().id()))
                        .distribution()
                        .lastModifiedTime());
        assertThat(created.distribution().inProgressInvalidationBatches()).isZero();
        assertThat(statusAfter(created, Duration.ZERO)).isEqualTo("InProgress");
        assertThat(statusAfter(created, Duration.ofSeconds(299))).isEqualTo("InProgress");
        assertThat(statusAfter(created, Duration.ofSeconds(1))).isEqualTo("Deployed");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DistributionConfig.html")
    void fillsInWhatTheCallerLeftOut() {
        DistributionConfig config =
                create(Samples.bucketDistribution("one")).distribution().distributionConfig();

        assertThat(config.aliases().quantity()).isZero();
        assertThat(config.defaultRootObject()).isEmpty();
        assertThat(config.priceClassAsString()).isEqualTo("PriceClass_All");
        assertThat(config.httpVersionAsString()).isEqualTo("http2");
        assertThat(config.isIPV6Enabled()).isTrue();
        assertThat(config.webACLId()).isEmpty();
        assertThat(config.viewerCertificate().cloudFrontDefaultCertificate()).isTrue();
        assertThat(config.viewerCertificate().minimumProtocolVersionAsString()).isEqualTo("TLSv1");
        assertThat(config.restrictions().geoRestriction().restrictionTypeAsString())
                .isEqualTo("none");
        assertThat(config.origins().items().get(0).connectionAttempts()).isEqualTo(3);
        assertThat(config.origins().items().get(0).originShield().enabled()).isFalse();
        assertThat(config.defaultCacheBehavior().allowedMethods().itemsAsStrings())
                .containsExactly("HEAD", "GET");
        assertThat(config.defaultCacheBehavior()
                        .allowedMethods()
                        .cachedMethods()
                        .itemsAsStrings())
                .containsExactly("HEAD", "GET");
        assertThat(config.defaultCacheBehavior().compress()).isFalse();
        assertThat(config.defaultCacheBehavior().forwardedValues()).isNull();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "GetDistributionConfig.html")
    void readsBackTheSameConfigurationFromEveryOperation() {
        CreateDistributionResponse created =
                create(Samples.bucketDistribution("one").comment(" <a> & \"b\" "));
        String id = created.distribution().id();

        var whole = client.getDistribution(request -> request.id(id));
        var config = client.getDistributionConfig(request -> request.id(id));

        assertThat(whole.distribution()).isEqualTo(created.distribution());
        assertThat(config.distributionConfig()).isEqualTo(created.distribution().distributionConfig());
        assertThat(config.distributionConfig().comment()).isEqualTo(" <a> & \"b\" ");
        assertThat(List.of(whole.eTag(), config.eTag())).containsOnly(created.eTag());
    }

    /** A member of a later API version must not get lost on its way through. */
    @Test
    @AwsPage(undocumented = "the twin's own: members of API versions to come")
    void keepsMembersItDoesNotKnowAtAnyDepth() throws Exception {
        String sent = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">"
                + "<CallerReference>raw</CallerReference><Comment/><Enabled>true</Enabled><Quantum>7</Quantum>"
                + "<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>example.com</DomainName>"
                + "<CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort>"
                + "<OriginProtocolPolicy>https-only</OriginProtocolPolicy>"
                + "<Warp><Factor>9</Factor><Factor>10</Factor></Warp></CustomOriginConfig></Origin></Items></Origins>"
                + "<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId>"
                + "<ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy><CachePolicyId>" + Samples.CACHING_OPTIMIZED
                + "</CachePolicyId><Mood>calm</Mood></DefaultCacheBehavior></DistributionConfig>";

        TwinResponse created = raw("POST", "/2020-05-31/distribution", sent);
        String id = client.listDistributions().distributionList().items().get(0).id();
        String read =
                raw("GET", "/2020-05-31/distribution/" + id + "/config", "").bodyText();

        assertThat(created.status()).isEqualTo(201);
        assertThat(read)
                .contains("<Quantum>7</Quantum>")
                .contains("<Warp><Factor>9</Factor><Factor>10</Factor></Warp>")
                .contains("<Mood>calm</Mood>");
        assertThat(raw("GET", "/2020-05-31/distribution", "").bodyText())
                .contains("<Warp><Factor>9</Factor><Factor>10</Factor></Warp>");
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "UpdateDistribution.html")
    void updatesWithTheCurrentVersionOnly() {
        CreateDistributionResponse created = create(Samples.bucketDistribution("one"));
        String id = created.distribution().id();
        DistributionConfig changed = created.distribution().distributionConfig().copy(c -> c.comment("changed"));
        aws.pass(Duration.ofMinutes(10));

        var updated = client.updateDistribution(
                request -> request.id(id).ifMatch(created.eTag()).distributionConfig(changed));

        assertThat(updated.eTag()).isNotEqualTo(created.eTag());
        assertThat(updated.distribution().status()).isEqualTo("InProgress");
        assertThat(updated.distribution().distributionConfig().comment()).isEqualTo("changed");
        assertThat(updated.distribution().lastModifiedTime())
                .isEqualTo(created.distribution().lastModifiedTime().plus(Duration.ofMinutes(10)));
        assertThatThrownBy(() -> client.updateDistribution(
                        request -> request.id(id).ifMatch(created.eTag()).distributionConfig(changed)))
                .isInstanceOfSatisfying(PreconditionFailedException.class, stale -> assertThat(stale.statusCode())
                        .isEqualTo(412));
        for (String wrong : new String[] {null, "*", "nonsense"}) {
            assertThatThrownBy(() -> client.updateDistribution(
                            request -> request.id(id).ifMatch(wrong).distributionConfig(changed)))
                    .isInstanceOfSatisfying(
                            InvalidIfMatchVersionException.class,
                            invalid -> assertThat(invalid.statusCode()).isEqualTo(400));
        }
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "UpdateDistribution.html")
    void neverChangesACallerReference() {
        CreateDistributionResponse created = create(Samples.bucketDistribution("one"));

        assertThatThrownBy(() -> client.updateDistribution(request -> request.id(
                                created.distribution().id())
                        .ifMatch(created.eTag())
                        .distributionConfig(
                                created.distribution().distributionConfig().copy(c -> c.callerReference("two")))))
                .isInstanceOf(IllegalUpdateException.class);
    }

    @Test
    @AwsPage(
            undocumented =
                    "the reference of 2016 lets the same content get the same answer; today's names only DistributionAlreadyExists")
    void repeatsACreationByItsCallerReference() {
        CreateDistributionResponse first = create(Samples.bucketDistribution("same"));

        assertThat(create(Samples.bucketDistribution("same")).distribution().id())
                .isEqualTo(first.distribution().id());
        assertThatThrownBy(() -> create(Samples.bucketDistribution("same").comment("other")))
                .isInstanceOfSatisfying(
                        DistributionAlreadyExistsException.class,
                        exists -> assertThat(exists.statusCode()).isEqualTo(409));
        assertThat(client.listDistributions().distributionList().quantity()).isEqualTo(1);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteDistribution.html")
    void deletesOnlyWhatIsDisabledAndDeployed() {
        CreateDistributionResponse created = create(Samples.bucketDistribution("one"));
        String id = created.distribution().id();
        aws.pass(Duration.ofMinutes(5));
        assertThatThrownBy(() -> client.deleteDistribution(r -> r.id(id).ifMatch(created.eTag())))
                .isInstanceOf(DistributionNotDisabledException.class);

        String disabled = client.updateDistribution(request -> request.id(id)
                        .ifMatch(created.eTag())
                        .distributionConfig(
                                created.distribution().distributionConfig().copy(c -> c.enabled(false))))
                .eTag();
        assertThatThrownBy(() -> client.deleteDistribution(r -> r.id(id).ifMatch(disabled)))
                .isInstanceOf(DistributionNotDisabledException.class);
        aws.pass(Duration.ofMinutes(5));
        assertThatThrownBy(() -> client.deleteDistribution(r -> r.id(id)))
                .isInstanceOf(InvalidIfMatchVersionException.class);
        assertThatThrownBy(() -> client.deleteDistribution(r -> r.id(id).ifMatch(created.eTag())))
                .isInstanceOf(PreconditionFailedException.class);
        client.deleteDistribution(r -> r.id(id).ifMatch(disabled));

        assertThatThrownBy(() -> client.getDistribution(r -> r.id(id)))
                .isInstanceOfSatisfying(NoSuchDistributionException.class, gone -> assertThat(gone.statusCode())
                        .isEqualTo(404));
        assertThat(client.listDistributions().distributionList().items()).isEmpty();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ListDistributions.html")
    void listsPageByPageEachDistributionOnce() {
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(i -> create(Samples.bucketDistribution("n" + i))
                        .distribution()
                        .id())
                .sorted()
                .toList();

        var first = client.listDistributions(request -> request.maxItems("3")).distributionList();
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.quantity()).isEqualTo(3);
        assertThat(first.maxItems()).isEqualTo(3);
        assertThat(first.nextMarker()).isEqualTo(ids.get(2));
        assertThat(allPagesOf(3)).containsExactlyElementsOf(ids);
        assertThat(client.listDistributions().distributionList().isTruncated()).isFalse();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DistributionSummary.html")
    void summarisesTheConfiguration() {
        CreateDistributionResponse created =
                create(Samples.bucketDistribution("one").comment("hello"));

        DistributionSummary summary =
                client.listDistributions().distributionList().items().get(0);

        assertThat(summary.comment()).isEqualTo("hello");
        assertThat(summary.enabled()).isTrue();
        assertThat(summary.status()).isEqualTo("InProgress");
        assertThat(summary.eTag()).isEqualTo(created.eTag());
        assertThat(summary.origins())
                .isEqualTo(created.distribution().distributionConfig().origins());
        assertThat(summary.staging()).isFalse();
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "GetDistribution.html")
    void knowsOnlyWhatExists() {
        assertThatThrownBy(() -> client.getDistributionConfig(request -> request.id("E0000000000000")))
                .isInstanceOf(NoSuchDistributionException.class);
        assertThatThrownBy(() -> client.deleteDistribution(request -> request.id("E0000000000000")))
                .isInstanceOf(NoSuchDistributionException.class);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void refusesADocumentThatIsNoXmlOrNone() throws Exception {
        assertThat(raw("POST", "/2020-05-31/distribution", "<DistributionConfig>")
                        .bodyText())
                .contains("<Code>MalformedXML</Code>");
        assertThat(raw("POST", "/2020-05-31/distribution", "").bodyText()).contains("<Code>MissingBody</Code>");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-web-distributions")
    void stopsAtTheQuotaOfTheAccount() {
        CloudFrontClient its = aws.with(
                        twin -> twin.cloudFront(CloudFrontSettings.standard().quota(Quota.DISTRIBUTIONS, 1)))
                .cloudFront();
        its.createDistribution(
                r -> r.distributionConfig(Samples.bucketDistribution("1").build()));

        assertThatThrownBy(() -> its.createDistribution(r ->
                        r.distributionConfig(Samples.bucketDistribution("2").build())))
                .isInstanceOf(TooManyDistributionsException.class);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "TagResource.html")
    void tagsDistributions() {
        String arn = client.createDistributionWithTags(
                        request -> request.distributionConfigWithTags(with -> with.distributionConfig(
                                        Samples.bucketDistribution("one").build())
                                .tags(tags -> tags.items(tag("team", "web"), tag("stage", "test")))))
                .distribution()
                .arn();

        client.tagResource(r -> r.resource(arn).tags(tags -> tags.items(tag("stage", "live"), tag("x", ""))));
        client.untagResource(r -> r.resource(arn).tagKeys(keys -> keys.items("team", "absent")));

        assertThat(client.listTagsForResource(r -> r.resource(arn)).tags().items())
                .containsExactlyInAnyOrder(tag("stage", "live"), tag("x", ""));
        assertThatThrownBy(() -> client.listTagsForResource(r -> r.resource(arn + "X")))
                .isInstanceOf(NoSuchResourceException.class);
        for (Tag unfit : List.of(tag("aws:mine", "no"), tag("what?", "no"), tag("mine", "<b>"))) {
            assertThatThrownBy(() -> client.tagResource(r -> r.resource(arn).tags(tags -> tags.items(unfit))))
                    .isInstanceOfSatisfying(CloudFrontException.class, refused -> assertThat(
                                    refused.awsErrorDetails().errorCode())
                            .isEqualTo("InvalidTagging"));
        }
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    void survivesARestart(@TempDir Path folder) {
        Aws first = aws.with(twin -> twin.dataFolder(folder));
        String id = first.cloudFront()
                .createDistribution(r ->
                        r.distributionConfig(Samples.bucketDistribution("one").build()))
                .distribution()
                .id();
        first.close();

        assertThat(aws.with(twin -> twin.dataFolder(folder))
                        .cloudFront()
                        .getDistribution(r -> r.id(id))
                        .distribution()
                        .distributionConfig()
                        .callerReference())
                .isEqualTo("one");
    }

    @Test
    @AwsPage(PERMISSIONS + "amazoncloudfront.html")
    void logsTheActionAndTheResourceOfEachCall() {
        String id = create(Samples.bucketDistribution("one")).distribution().id();
        client.getDistribution(r -> r.id(id));

        assertThat(aws.twin().calls().all().get(1).name()).isEqualTo("cloudfront:GetDistribution");
        assertThat(aws.twin().calls().all().get(1).resources())
                .containsExactly("arn:aws:cloudfront::123456789012:distribution/" + id);
    }

    private List<String> allPagesOf(int size) {
        List<String> ids = new ArrayList<>();
        DistributionList page;
        String marker = null;
        do {
            String from = marker;
            page = client.listDistributions(r -> r.maxItems("" + size).marker(from))
                    .distributionList();
            page.items().forEach(summary -> ids.add(summary.id()));
            marker = page.nextMarker();
        } while (page.isTruncated());
        return ids;
    }

    private CreateDistributionResponse create(DistributionConfig.Builder config) {
        return client.createDistribution(request -> request.distributionConfig(config.build()));
    }

    private String statusAfter(CreateDistributionResponse created, Duration time) {
        aws.pass(time);
        return client.getDistribution(
                        request -> request.id(created.distribution().id()))
                .distribution()
                .status();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private TwinResponse raw(String method, String path, String body) throws Exception {
        Map<String, List<String>> headers = Map.of(
                "authorization",
                List.of("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cloudfront/aws4_request, Signature=0"));
        return aws.twin()
                .kernel()
                .handle(new TwinRequest(
                        method,
                        "cloudfront.amazonaws.com",
                        path,
                        Map.of(),
                        headers,
                        body.getBytes(StandardCharsets.UTF_8)));
    }
}
