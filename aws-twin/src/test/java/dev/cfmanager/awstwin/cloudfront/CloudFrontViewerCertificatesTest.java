// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import static dev.cfmanager.awstwin.cloudfront.CloudFrontAccount.refused;
import static dev.cfmanager.awstwin.conformance.Pages.ACM_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_API;
import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerCertificate;

/**
 * Certificates and alternate domain names.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">Requirements for certificates</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html">Alternate domain names</a>
 */
@Conformance("cloudfront")
class CloudFrontViewerCertificatesTest {
    private static final String WRONG = "InvalidViewerCertificate";

    private final CloudFrontAccount account;

    CloudFrontViewerCertificatesTest(Aws aws) {
        this.account = new CloudFrontAccount(aws);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-requirements")
    void takesAnAliasThatTheCertificateCovers() {
        String arn = account.certificate("example.com", "*.example.com");

        ViewerCertificate shown = create(arn, "example.com", "WWW.example.com", "*.example.com")
                .distribution()
                .distributionConfig()
                .viewerCertificate();

        assertThat(shown.acmCertificateArn()).isEqualTo(arn);
        assertThat(shown.certificate()).isEqualTo(arn);
        assertThat(shown.certificateSourceAsString()).isEqualTo("acm");
        assertThat(shown.cloudFrontDefaultCertificate()).isFalse();
        assertThat(shown.minimumProtocolVersion()).isEqualTo(MinimumProtocolVersion.TLS_V1_2_2021);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-requirements")
    void refusesAnAliasWithoutACertificate() {
        assertThat(refused(
                        400,
                        WRONG,
                        () -> account.create(config ->
                                config.aliases(aliases -> aliases.quantity(1).items("www.example.com")))))
                .contains("you must attach a trusted certificate");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-requirements")
    void refusesAnAliasThatTheCertificateDoesNotCover() {
        String arn = account.certificate("*.example.com");

        for (String alias : List.of("example.com", "a.b.example.com", "example.org", "*.a.example.com")) {
            assertThat(refused(400, WRONG, () -> create(arn, alias))).contains("doesn't cover");
        }
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "cnames-and-https-requirements.html")
    void refusesACertificateItCannotUse() {
        String elsewhere = "arn:aws:acm:eu-central-1:123456789012:certificate/x";
        account.certificate(elsewhere, "ISSUED", "RSA_2048", 365, "www.example.com");
        String pending = "arn:aws:acm:us-east-1:123456789012:certificate/pending";
        account.certificate(pending, "PENDING_VALIDATION", "RSA_2048", 365, "www.example.com");
        String expired = "arn:aws:acm:us-east-1:123456789012:certificate/expired";
        account.certificate(expired, "ISSUED", "RSA_2048", 0, "www.example.com");
        String curve = "arn:aws:acm:us-east-1:123456789012:certificate/curve";
        account.certificate(curve, "ISSUED", "EC_secp384r1", 365, "www.example.com");

        for (String arn :
                List.of(elsewhere, pending, expired, curve, "arn:aws:acm:us-east-1:123456789012:certificate/absent")) {
            refused(400, WRONG, () -> create(arn, "www.example.com"));
        }
    }

    @Test
    @AwsPage(CLOUDFRONT_API + "ViewerCertificate.html")
    void wantsAMethodAndAProtocolThatFit() {
        String arn = account.certificate("www.example.com");

        refused(400, "InvalidArgument", () -> create(c -> c.acmCertificateArn(arn), "www.example.com"));
        refused(
                400,
                "InvalidMinimumProtocolVersion",
                () -> create(
                        c -> c.acmCertificateArn(arn)
                                .sslSupportMethod("sni-only")
                                .minimumProtocolVersion("TLSv9"),
                        "www.example.com"));
        refused(
                400,
                "InvalidMinimumProtocolVersion",
                () -> create(
                        c -> c.acmCertificateArn(arn).sslSupportMethod("vip").minimumProtocolVersion("TLSv1.2_2021"),
                        "www.example.com"));
        refused(
                400,
                "InvalidProtocolSettings",
                () -> create(
                        c -> c.acmCertificateArn(arn)
                                .sslSupportMethod("sni-only")
                                .minimumProtocolVersion("SSLv3"),
                        "www.example.com"));
    }

    /** With CloudFront's own certificate the security policy is TLSv1, whatever the caller asks for. */
    @Test
    @AwsPage(CLOUDFRONT_API + "ViewerCertificate.html")
    void setsTheProtocolItselfWithItsOwnCertificate() {
        ViewerCertificate shown = account.create(config -> config.viewerCertificate(
                        c -> c.cloudFrontDefaultCertificate(true).minimumProtocolVersion("TLSv1.2_2021")))
                .distribution()
                .distributionConfig()
                .viewerCertificate();

        assertThat(shown.minimumProtocolVersion()).isEqualTo(MinimumProtocolVersion.TLS_V1);
        assertThat(shown.certificateSourceAsString()).isEqualTo("cloudfront");
    }

    @Test
    @AwsPage(ACM_API + "CertificateDetail.html")
    void tellsAcmWhatItUses() {
        String first = account.certificate("www.example.com");
        String second = account.certificate("www.example.com");
        CreateDistributionResponse created = create(first, "www.example.com");

        account.update(
                created,
                config -> config.viewerCertificate(
                        c -> c.acmCertificateArn(second).sslSupportMethod("sni-only")));

        assertThat(account.notes()).containsExactly("use " + first, "use " + second, "release " + first);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-restrictions")
    void givesANameToOneDistributionOnlyButLetsAWildcardCoverNamesOfOthers() {
        String arn = account.certificate("*.example.com");
        create(arn, "www.example.com");

        refused(409, "CNAMEAlreadyExists", () -> create(arn, "WWW.example.com"));
        create(arn, "*.example.com");
        refused(409, "CNAMEAlreadyExists", () -> create(arn, "*.example.com"));
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-restrictions")
    void freesANameWhenItsOwnerLetsItGo() {
        String arn = account.certificate("*.example.com");
        CreateDistributionResponse owner = create(arn, "www.example.com");
        CreateDistributionResponse other = create(arn, "other.example.com");

        refused(
                409,
                "CNAMEAlreadyExists",
                () -> account.update(other, c -> c.aliases(a -> a.quantity(1).items("www.example.com"))));
        account.update(owner, config -> config.aliases(aliases -> aliases.quantity(0)));
        account.update(other, config -> config.aliases(a -> a.quantity(1).items("www.example.com")));
        create(arn, "other.example.com");
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "CNAMEs.html#alternate-domain-names-wildcard")
    void refusesAliasesThatAreNoNames() {
        String arn = account.certificate("*.example.com");

        for (String alias :
                List.of("www..example.com", "w*.example.com", "http://a.example.com", "d1.cloudfront.net")) {
            refused(400, "InvalidArgument", () -> create(arn, alias));
        }
        refused(400, "InvalidArgument", () -> create(arn, "a.example.com", "A.example.com"));
    }

    private CreateDistributionResponse create(String arn, String... aliases) {
        return create(
                certificate -> certificate
                        .acmCertificateArn(arn)
                        .sslSupportMethod(SSLSupportMethod.SNI_ONLY)
                        .minimumProtocolVersion(MinimumProtocolVersion.TLS_V1_2_2021),
                aliases);
    }

    private CreateDistributionResponse create(Consumer<ViewerCertificate.Builder> certificate, String... aliases) {
        return account.create(config -> config.viewerCertificate(certificate)
                .aliases(names -> names.quantity(aliases.length).items(aliases)));
    }
}
