// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CreateCloudFrontOriginAccessIdentityResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlList;

/**
 * Origin access controls and origin access identities.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginAccessControl.html">CreateOriginAccessControl</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateCloudFrontOriginAccessIdentity.html">CreateCloudFrontOriginAccessIdentity</a>
 */
@Conformance("cloudfront")
class CloudFrontOriginAccessTest {
    private final Aws aws;
    private final CloudFrontAccount account;

    CloudFrontOriginAccessTest(Aws aws) {
        this.aws = aws;
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateOriginAccessControl.html")
    void createsReadsAndUpdatesAControl() {
        CreateOriginAccessControlResponse created = control("one");
        String id = created.originAccessControl().id();

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.originAccessControl().originAccessControlConfig()).isEqualTo(config("one"));
        assertThat(account.client().getOriginAccessControl(r -> r.id(id)).originAccessControl())
                .isEqualTo(created.originAccessControl());
        var read = account.client().getOriginAccessControlConfig(r -> r.id(id));
        assertThat(read.originAccessControlConfig()).isEqualTo(config("one"));
        assertThat(read.eTag()).isEqualTo(created.eTag());

        var updated = account.client()
                .updateOriginAccessControl(
                        r -> r.id(id).ifMatch(created.eTag()).originAccessControlConfig(config("two")));
        assertThat(updated.originAccessControl().originAccessControlConfig().name())
                .isEqualTo("two");
        assertThat(updated.eTag()).isNotEqualTo(created.eTag());
        refused(412, "PreconditionFailed", () -> account.client()
                .updateOriginAccessControl(
                        r -> r.id(id).ifMatch(created.eTag()).originAccessControlConfig(config("three"))));
        refused(400, "InvalidIfMatchVersion", () -> account.client()
                .updateOriginAccessControl(r -> r.id(id).originAccessControlConfig(config("three"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateOriginAccessControl.html")
    void givesEachControlANameOfItsOwn() {
        control("one");
        CreateOriginAccessControlResponse two = control("two");

        refused(409, "OriginAccessControlAlreadyExists", () -> control("one"));
        refused(409, "OriginAccessControlAlreadyExists", () -> account.client()
                .updateOriginAccessControl(r -> r.id(two.originAccessControl().id())
                        .ifMatch(two.eTag())
                        .originAccessControlConfig(config("one"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "OriginAccessControlConfig.html")
    void wantsValuesThatItKnows() {
        refused(400, "InvalidArgument", () -> create(config("")));
        refused(400, "InvalidArgument", () -> create(config("x".repeat(65))));
        refused(400, "InvalidArgument", () -> create(config("a").copy(c -> c.signingProtocol("sigv2"))));
        refused(400, "InvalidArgument", () -> create(config("a").copy(c -> c.signingBehavior("sometimes"))));
        refused(400, "InvalidArgument", () -> create(config("a").copy(c -> c.originAccessControlOriginType("ftp"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ListOriginAccessControls.html")
    void listsControlsPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(control("c" + i).originAccessControl().id());
        }

        List<String> listed = new ArrayList<>();
        OriginAccessControlList page;
        String marker = "";
        do {
            String from = marker;
            page = account.client()
                    .listOriginAccessControls(r -> r.marker(from).maxItems("2"))
                    .originAccessControlList();
            page.items().forEach(item -> listed.add(item.id()));
            marker = page.nextMarker();
        } while (page.isTruncated());
        assertThat(listed).containsExactlyElementsOf(ids.stream().sorted().toList());
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteOriginAccessControl.html")
    void keepsAControlWhileADistributionUsesIt() {
        CreateOriginAccessControlResponse control = control("used");
        String id = control.originAccessControl().id();
        CreateDistributionResponse distribution = behind(id, "");

        refused(409, "OriginAccessControlInUse", () -> account.client()
                .deleteOriginAccessControl(r -> r.id(id).ifMatch(control.eTag())));
        account.update(
                distribution,
                config -> config.origins(o -> o.quantity(1).items(origin -> origin.id("media")
                        .domainName("media.s3.amazonaws.com")
                        .originPath("")
                        .customHeaders(h -> h.quantity(0))
                        .s3OriginConfig(s3 -> s3.originAccessIdentity("")))));
        account.client().deleteOriginAccessControl(r -> r.id(id).ifMatch(control.eTag()));
        refused(404, "NoSuchOriginAccessControl", () -> account.client().getOriginAccessControl(r -> r.id(id)));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CreateDistribution.html")
    void refusesAnOriginWithBothOrWithOneThatDoesNotExist() {
        String control = control("one").originAccessControl().id();
        String identity = "origin-access-identity/cloudfront/"
                + identity("i").cloudFrontOriginAccessIdentity().id();

        refused(400, "IllegalOriginAccessConfiguration", () -> behind(control, identity));
        refused(400, "InvalidOriginAccessControl", () -> behind("E0000000000000", ""));
        refused(
                400,
                "InvalidOriginAccessIdentity",
                () -> behind("", "origin-access-identity/cloudfront/E0000000000000"));
        refused(
                400,
                "InvalidDomainNameForOriginAccessControl",
                () -> account.create(config -> config.origins(o -> o.quantity(1).items(origin -> origin.id("media")
                        .domainName("www.example.com")
                        .originAccessControlId(control)
                        .customOriginConfig(c -> c.httpPort(80).httpsPort(443).originProtocolPolicy("https-only"))))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CloudFrontOriginAccessIdentity.html")
    void createsAnIdentityWithAUserInS3() {
        CreateCloudFrontOriginAccessIdentityResponse created = identity("one");
        var identity = created.cloudFrontOriginAccessIdentity();

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.location()).endsWith("/2020-05-31/origin-access-identity/cloudfront/" + identity.id());
        assertThat(identity.s3CanonicalUserId()).matches("[0-9a-f]{96}");
        assertThat(account.client()
                        .getCloudFrontOriginAccessIdentity(r -> r.id(identity.id()))
                        .cloudFrontOriginAccessIdentity())
                .isEqualTo(identity);
        assertThat(account.client()
                        .listCloudFrontOriginAccessIdentities()
                        .cloudFrontOriginAccessIdentityList()
                        .items()
                        .get(0)
                        .s3CanonicalUserId())
                .isEqualTo(identity.s3CanonicalUserId());
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "CloudFrontOriginAccessIdentityConfig.html")
    void repeatsTheCreationOfAnIdentityByItsCallerReference() {
        String first = identity("one").cloudFrontOriginAccessIdentity().id();

        assertThat(identity("one").cloudFrontOriginAccessIdentity().id()).isEqualTo(first);
        refused(409, "CloudFrontOriginAccessIdentityAlreadyExists", () -> account.client()
                .createCloudFrontOriginAccessIdentity(r -> r.cloudFrontOriginAccessIdentityConfig(
                        c -> c.callerReference("one").comment("other"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "UpdateCloudFrontOriginAccessIdentity.html")
    void updatesAnIdentitysCommentButNotItsCallerReference() {
        CreateCloudFrontOriginAccessIdentityResponse created = identity("one");
        String id = created.cloudFrontOriginAccessIdentity().id();

        String etag = account.client()
                .updateCloudFrontOriginAccessIdentity(r -> r.id(id)
                        .ifMatch(created.eTag())
                        .cloudFrontOriginAccessIdentityConfig(
                                c -> c.callerReference("one").comment("new")))
                .eTag();
        assertThat(account.client()
                        .getCloudFrontOriginAccessIdentityConfig(r -> r.id(id))
                        .cloudFrontOriginAccessIdentityConfig()
                        .comment())
                .isEqualTo("new");
        refused(400, "IllegalUpdate", () -> account.client()
                .updateCloudFrontOriginAccessIdentity(
                        r -> r.id(id).ifMatch(etag).cloudFrontOriginAccessIdentityConfig(c -> c.callerReference("two")
                                .comment("new"))));
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "DeleteCloudFrontOriginAccessIdentity.html")
    void keepsAnIdentityWhileADistributionUsesIt() {
        CreateCloudFrontOriginAccessIdentityResponse identity = identity("one");
        String id = identity.cloudFrontOriginAccessIdentity().id();
        CreateDistributionResponse distribution = behind("", "origin-access-identity/cloudfront/" + id);

        refused(409, "CloudFrontOriginAccessIdentityInUse", () -> account.client()
                .deleteCloudFrontOriginAccessIdentity(r -> r.id(id).ifMatch(identity.eTag())));
        String etag =
                account.update(distribution, config -> config.enabled(false)).eTag();
        account.advance(Duration.ofMinutes(5));
        account.client()
                .deleteDistribution(r -> r.id(distribution.distribution().id()).ifMatch(etag));
        account.client().deleteCloudFrontOriginAccessIdentity(r -> r.id(id).ifMatch(identity.eTag()));
        refused(404, "NoSuchCloudFrontOriginAccessIdentity", () -> account.client()
                .getCloudFrontOriginAccessIdentity(r -> r.id(id)));
    }

    /** S3 knows a new identity only after a while; a bucket policy that names it before is refused. */
    @Test
    @AwsPage(
            undocumented = "no page says how long S3 takes to know a new identity; IAM's speak of eventual consistency")
    void showsANewIdentityToS3AfterSomeSeconds() {
        OriginAccessIdentities seen = account.cloudFront();
        var identity = identity("one").cloudFrontOriginAccessIdentity();

        assertThat(seen.canonicalUser(identity.id())).isEmpty();
        assertThat(seen.identityOf(identity.s3CanonicalUserId())).isEmpty();
        account.advance(Duration.ofSeconds(10));
        assertThat(seen.canonicalUser(identity.id())).hasValue(identity.s3CanonicalUserId());
        assertThat(seen.identityOf(identity.s3CanonicalUserId())).hasValue(identity.id());
        assertThat(seen.canonicalUser("E0000000000000")).isEmpty();
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cloudfront-limits.html#limits-web-distributions")
    void stopsAtTheQuotas() {
        CloudFrontSettings small = CloudFrontSettings.standard()
                .quota(Quota.ORIGIN_ACCESS_CONTROLS, 1)
                .quota(Quota.DISTRIBUTIONS_PER_ORIGIN_ACCESS_CONTROL, 1);
        CloudFrontAccount poor = CloudFrontAccount.with(aws, small);
        String id = poor.client()
                .createOriginAccessControl(r -> r.originAccessControlConfig(config("one")))
                .originAccessControl()
                .id();
        refused(400, "TooManyOriginAccessControls", () -> poor.client()
                .createOriginAccessControl(r -> r.originAccessControlConfig(config("two"))));
        behind(poor, id, "");
        refused(400, "TooManyDistributionsAssociatedToOriginAccessControl", () -> behind(poor, id, ""));
    }

    private CreateOriginAccessControlResponse control(String name) {
        return create(config(name));
    }

    private CreateOriginAccessControlResponse create(OriginAccessControlConfig config) {
        return account.client().createOriginAccessControl(r -> r.originAccessControlConfig(config));
    }

    private CreateCloudFrontOriginAccessIdentityResponse identity(String reference) {
        return account.client()
                .createCloudFrontOriginAccessIdentity(r -> r.cloudFrontOriginAccessIdentityConfig(
                        c -> c.callerReference(reference).comment("mine")));
    }

    private CreateDistributionResponse behind(String control, String identity) {
        return behind(account, control, identity);
    }

    private static CreateDistributionResponse behind(CloudFrontAccount account, String control, String identity) {
        return account.create(config -> config.origins(o -> o.quantity(1).items(origin -> origin.id("media")
                .domainName("media.s3.amazonaws.com")
                .originAccessControlId(control)
                .s3OriginConfig(s3 -> s3.originAccessIdentity(identity)))));
    }

    private static OriginAccessControlConfig config(String name) {
        return OriginAccessControlConfig.builder()
                .name(name)
                .description("for " + name)
                .signingProtocol("sigv4")
                .signingBehavior("always")
                .originAccessControlOriginType("s3")
                .build();
    }
}
