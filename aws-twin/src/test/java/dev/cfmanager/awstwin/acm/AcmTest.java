// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import static dev.cfmanager.awstwin.conformance.Pages.ACM_API;
import static dev.cfmanager.awstwin.conformance.Pages.ACM_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.PERMISSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.conformance.TwinOnly;
import dev.cfmanager.awstwin.kernel.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.InvalidArgsException;
import software.amazon.awssdk.services.acm.model.InvalidArnException;
import software.amazon.awssdk.services.acm.model.InvalidParameterException;
import software.amazon.awssdk.services.acm.model.InvalidStateException;
import software.amazon.awssdk.services.acm.model.InvalidTagException;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.LimitExceededException;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.SortBy;
import software.amazon.awssdk.services.acm.model.SortOrder;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** What AWS Certificate Manager does and refuses (<a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html">API reference</a>). */
@Conformance("acm")
class AcmTest {
    private static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1";

    private final Aws aws;
    private final AcmClient acm;

    AcmTest(Aws aws) {
        this.aws = aws;
        this.acm = aws.acm(Region.US_EAST_1);
    }

    @Test
    @AwsPage(ACM_GUIDE + "dns-validation.html")
    void dnsValidationTakesTimeAndShowsItsRecordLate() {
        String arn = request("Shop.example.com", b -> b.subjectAlternativeNames("*.shop.example.com"));

        CertificateDetail requested = describe(arn);
        assertThat(requested.status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
        assertThat(requested.subjectAlternativeNames()).containsExactly("shop.example.com", "*.shop.example.com");
        assertThat(requested.notAfter()).isNull();
        assertThat(requested.domainValidationOptions()).hasSize(2).allSatisfy(option -> {
            assertThat(option.resourceRecord()).isNull();
            assertThat(option.validationStatus()).isEqualTo(DomainStatus.PENDING_VALIDATION);
        });
        aws.pass(Duration.ofSeconds(5));
        List<DomainValidation> options = describe(arn).domainValidationOptions();
        assertThat(options.get(0).resourceRecord().name()).matches("_[0-9a-f]{32}\\.shop\\.example\\.com\\.");
        assertThat(options.get(0).resourceRecord().value()).endsWith(".acm-validations.aws.");
        assertThat(options.get(1).resourceRecord()).isEqualTo(options.get(0).resourceRecord());
        aws.pass(Duration.ofMinutes(5));
        CertificateDetail issued = describe(arn);
        assertThat(issued.status()).isEqualTo(CertificateStatus.ISSUED);
        assertThat(issued.issuedAt()).isEqualTo(requested.createdAt().plus(Duration.ofMinutes(5)));
        assertThat(issued.notAfter()).isEqualTo(issued.issuedAt().plus(Duration.ofDays(395)));
        assertThat(issued.serial()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        assertThat(issued.domainValidationOptions())
                .allMatch(option -> option.validationStatus() == DomainStatus.SUCCESS);
        aws.pass(Duration.ofDays(395));
        assertThat(describe(arn).status()).isEqualTo(CertificateStatus.EXPIRED);
    }

    @Test
    @AwsPage(ACM_GUIDE + "email-validation.html")
    void emailValidationWaitsForTheOwnerThreeDays() {
        String approved = request("a.example.com", b -> b.validationMethod(ValidationMethod.EMAIL));
        String ignored = request("b.example.com", b -> b.validationMethod((ValidationMethod) null));

        assertThat(describe(approved).domainValidationOptions().get(0).validationEmails())
                .contains("admin@a.example.com", "hostmaster@a.example.com");
        aws.pass(Duration.ofHours(71));
        acm.resendValidationEmail(
                b -> b.certificateArn(ignored).domain("b.example.com").validationDomain("b.example.com"));
        aws.twin().certificates().approve(approved);
        aws.pass(Duration.ofHours(1));
        assertThat(describe(approved).status()).isEqualTo(CertificateStatus.ISSUED);
        assertThat(describe(ignored).status()).isEqualTo(CertificateStatus.VALIDATION_TIMED_OUT);
        assertThatThrownBy(() -> acm.resendValidationEmail(
                        b -> b.certificateArn(ignored).domain("b.example.com").validationDomain("b.example.com")))
                .isInstanceOf(InvalidStateException.class);
    }

    @Test
    @AwsPage({ACM_GUIDE + "troubleshooting-failed.html", ACM_GUIDE + "troubleshooting-timed-out.html"})
    void validationCanBeScriptedToFailOrNeverToHappen() {
        aws.twin().certificates().fails("bad.example.com", "CAA_ERROR");
        aws.twin().certificates().neverValidates("slow.example.com");
        String bad = request("bad.example.com", b -> {});
        String slow = request("slow.example.com", b -> {});

        aws.pass(Duration.ofHours(71));
        assertThat(describe(bad).status()).isEqualTo(CertificateStatus.FAILED);
        assertThat(describe(bad).failureReason()).isEqualTo(FailureReason.CAA_ERROR);
        assertThat(describe(slow).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
        aws.pass(Duration.ofHours(1));
        assertThat(describe(slow).status()).isEqualTo(CertificateStatus.VALIDATION_TIMED_OUT);
    }

    @Test
    @AwsPage(ACM_API + "RequestCertificate.html")
    void anIdempotencyTokenHoldsForAnHour() {
        String first = request("a.example.com", b -> b.idempotencyToken("once"));

        assertThat(request("a.example.com", b -> b.idempotencyToken("once"))).isEqualTo(first);
        assertThat(request("a.example.com", b -> b.idempotencyToken("twice"))).isNotEqualTo(first);
        assertThat(request("a.example.com", b -> {})).isNotEqualTo(first);
        aws.pass(Duration.ofHours(1));
        assertThat(request("a.example.com", b -> b.idempotencyToken("once"))).isNotEqualTo(first);
    }

    @Test
    @AwsPage(ACM_API + "RequestCertificate.html")
    void refusesBadRequests() {
        assertThatThrownBy(() -> request("no_domain", b -> {})).hasMessageContaining("domainName");
        assertThatThrownBy(() -> request("a.example.com", b -> b.subjectAlternativeNames("a.*.example.com")))
                .hasMessageContaining("subjectAlternativeNames");
        assertThatThrownBy(() -> request("a.example.com", b -> b.idempotencyToken("a-b")))
                .hasMessageContaining("idempotencyToken");
        assertThatThrownBy(() -> request("a.example.com", b -> b.keyAlgorithm(KeyAlgorithm.RSA_4096)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> request("a.example.com", b -> b.keyAlgorithm("DSA")))
                .hasMessageContaining("keyAlgorithm");
        assertThatThrownBy(() ->
                        request("a.example.com", b -> b.tags(t -> t.key("aws:x").value("y"))))
                .isInstanceOf(InvalidTagException.class);
        assertThatThrownBy(() -> request(
                        "a.example.com",
                        b -> b.subjectAlternativeNames(
                                "1.example.com",
                                "2.example.com",
                                "3.example.com",
                                "4.example.com",
                                "5.example.com",
                                "6.example.com",
                                "7.example.com",
                                "8.example.com",
                                "9.example.com",
                                "10.example.com")))
                .isInstanceOf(LimitExceededException.class);
        assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
    }

    @Test
    @AwsPage(ACM_GUIDE + "acm-limits.html")
    @TwinOnly
    void theNumberOfCertificatesIsLimitedPerRegion() {
        try (Twin small = Twin.builder()
                        .acm(AcmSettings.standard().certificates(1))
                        .start();
                AcmClient virginia = SdkClients.of(small, AcmClient.builder());
                AcmClient frankfurt = SdkClients.of(small, AcmClient.builder(), Region.EU_CENTRAL_1)) {
            virginia.requestCertificate(b -> b.domainName("a.example.com"));
            frankfurt.requestCertificate(b -> b.domainName("a.example.com"));

            assertThatThrownBy(() -> virginia.requestCertificate(b -> b.domainName("b.example.com")))
                    .isInstanceOf(LimitExceededException.class);
        }
    }

    @Test
    @AwsPage(ACM_API + "Filters.html")
    void listsOnlyRsaUpTo2048UnlessAskedForMore() {
        plant("rsa1024.example.com", p -> p.key("RSA_1024"));
        plant("rsa2048.example.com", p -> p);
        plant("rsa4096.example.com", p -> p.key("RSA_4096"));
        plant("ec.example.com", p -> p.key("EC_prime256v1"));

        assertThat(listed(b -> {})).containsExactlyInAnyOrder("rsa1024.example.com", "rsa2048.example.com");
        assertThat(listed(b -> b.includes(i -> i.keyTypes(KeyAlgorithm.EC_PRIME256_V1, KeyAlgorithm.RSA_4096))))
                .containsExactlyInAnyOrder("rsa4096.example.com", "ec.example.com");
    }

    @Test
    @AwsPage(ACM_API + "ListCertificates.html")
    void listsByStatusAgeAndPage() {
        for (int i = 0; i < 5; i++) {
            plant("c" + i + ".example.com", p -> p);
            aws.pass(Duration.ofSeconds(1));
        }
        plant("old.example.com", p -> p.validFor(Duration.ofDays(-1)));
        plant("revoked.example.com", p -> p.status("REVOKED"));

        assertThat(listed(b -> b.certificateStatuses(CertificateStatus.EXPIRED, CertificateStatus.REVOKED)))
                .containsExactlyInAnyOrder("old.example.com", "revoked.example.com");
        assertThat(listed(b -> b.certificateStatuses(CertificateStatus.ISSUED)
                        .sortBy(SortBy.CREATED_AT)
                        .sortOrder(SortOrder.DESCENDING)
                        .maxItems(2)))
                .containsExactly(
                        "c4.example.com", "c3.example.com", "c2.example.com", "c1.example.com", "c0.example.com");
        assertThatThrownBy(() -> acm.listCertificates(b -> b.sortBy(SortBy.CREATED_AT)))
                .isInstanceOf(InvalidArgsException.class);
        assertThatThrownBy(() -> acm.listCertificates(b -> b.nextToken("made up")))
                .isInstanceOf(InvalidArgsException.class);
        assertThatThrownBy(() -> acm.listCertificates(b -> b.certificateStatusesWithStrings("GONE")))
                .isInstanceOf(AcmException.class)
                .hasMessageContaining("certificateStatuses");
        assertThatThrownBy(() -> acm.listCertificates(b -> b.maxItems(1001))).isInstanceOf(AcmException.class);
    }

    @Test
    @AwsPage(ACM_GUIDE + "acm-regions.html")
    void everyRegionHasItsOwnCertificates() {
        String arn = plant("a.example.com", p -> p.in("eu-central-1"));

        assertThat(arn).startsWith("arn:aws:acm:eu-central-1:123456789012:certificate/");
        assertThat(listed(b -> {})).isEmpty();
        assertThat(aws.twin().certificates().find(arn)).isPresent();
    }

    @Test
    @AwsPage(ACM_API + "DeleteCertificate.html")
    void aCertificateInUseStays() {
        String arn = plant("a.example.com", p -> p);
        aws.twin().certificates().use(arn, DISTRIBUTION);

        assertThat(describe(arn).inUseBy()).containsExactly(DISTRIBUTION);
        assertThat(acm.listCertificates().certificateSummaryList().get(0).inUse())
                .isTrue();
        assertThatThrownBy(() -> acm.deleteCertificate(b -> b.certificateArn(arn)))
                .isInstanceOf(ResourceInUseException.class);
        aws.twin().certificates().release(arn, DISTRIBUTION);
        acm.deleteCertificate(b -> b.certificateArn(arn));
        assertThatThrownBy(() -> describe(arn)).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> describe("arn:aws:acm:nowhere")).isInstanceOf(InvalidArnException.class);
    }

    @Test
    @AwsPage(ACM_API + "AddTagsToCertificate.html")
    void keepsTags() {
        String arn = request("a.example.com", b -> b.tags(t -> t.key("team").value("edge")));
        acm.addTagsToCertificate(
                b -> b.certificateArn(arn).tags(t -> t.key("stage").value("test")));
        acm.removeTagsFromCertificate(
                b -> b.certificateArn(arn).tags(t -> t.key("team").value("other"), t -> t.key("stage")));

        assertThat(acm.listTagsForCertificate(b -> b.certificateArn(arn)).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("team"));
    }

    @Test
    @AwsPage(ACM_API + "ImportCertificate.html")
    void importsACertificateWithItsKey() {
        SelfSigned rsa = SelfSigned.RSA;
        SelfSigned ec = SelfSigned.EC;
        SelfSigned old = SelfSigned.EXPIRED;

        String arn = acm.importCertificate(b -> b.certificate(ec.certificate()).privateKey(ec.privateKey()))
                .certificateArn();
        CertificateDetail detail = describe(arn);
        assertThat(detail.type()).isEqualTo(CertificateType.IMPORTED);
        assertThat(detail.status()).isEqualTo(CertificateStatus.ISSUED);
        assertThat(detail.keyAlgorithm()).isEqualTo(KeyAlgorithm.EC_PRIME256_V1);
        assertThat(detail.subjectAlternativeNames()).containsExactly("ec.example.com", "www.ec.example.com");
        assertThat(detail.notBefore()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThatThrownBy(() -> acm.importCertificate(
                        b -> b.certificate(ec.certificate()).privateKey(rsa.privateKey())))
                .hasMessageContaining("private key");
        assertThatThrownBy(() -> acm.importCertificate(
                        b -> b.certificate(old.certificate()).privateKey(old.privateKey())))
                .hasMessageContaining("validity period");
        assertThatThrownBy(() -> acm.importCertificate(
                        b -> b.certificate(ec.privateKey()).privateKey(ec.privateKey())))
                .isInstanceOf(AcmException.class);
        acm.importCertificate(
                b -> b.certificateArn(arn).certificate(rsa.certificate()).privateKey(rsa.privateKey()));
        assertThat(describe(arn).domainName()).isEqualTo("rsa.example.com");
    }

    /** ACM writes the size of an RSA key with a hyphen, which no enum of the SDK spells. */
    @Test
    @AwsPage(undocumented = "the API reference lists RSA_2048; answers that people show have RSA-2048")
    void describesRsaKeysWithAHyphen() {
        assertThat(describe(plant("a.example.com", p -> p)).keyAlgorithmAsString())
                .isEqualTo("RSA-2048");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    @TwinOnly
    void certificatesSurviveAKilledProcess(@TempDir Path folder) {
        Twin first = Twin.builder().dataFolder(folder).start();
        String arn = first.certificates().plant(PlantedCertificate.of("a.example.com"));
        first.close();

        Twin second = Twin.builder().dataFolder(folder).start();
        assertThat(second.certificates().find(arn)).hasValueSatisfying(certificate -> assertThat(certificate.status())
                .isEqualTo("ISSUED"));
        second.close();
    }

    @Test
    @AwsPage(PERMISSIONS + "awscertificatemanager.html")
    @TwinOnly
    void theCallLogNamesTheCertificate() {
        String arn = request("a.example.com", b -> b.tags(t -> t.key("team").value("edge")));
        describe(arn);

        List<Call> calls = aws.twin().calls().all();
        assertThat(calls.get(0).iamActions())
                .containsExactlyInAnyOrder("acm:RequestCertificate", "acm:AddTagsToCertificate");
        assertThat(calls.get(0).resources()).containsExactly("*");
        assertThat(calls.get(1).iamActions()).containsExactly("acm:DescribeCertificate");
        assertThat(calls.get(1).resources()).containsExactly(arn);
    }

    private String request(String domain, Consumer<RequestCertificateRequest.Builder> change) {
        RequestCertificateRequest.Builder request =
                RequestCertificateRequest.builder().domainName(domain).validationMethod(ValidationMethod.DNS);
        change.accept(request);
        return acm.requestCertificate(request.build()).certificateArn();
    }

    private String plant(String domain, java.util.function.UnaryOperator<PlantedCertificate> change) {
        return aws.twin().certificates().plant(change.apply(PlantedCertificate.of(domain)));
    }

    private List<String> listed(Consumer<ListCertificatesRequest.Builder> change) {
        return acm.listCertificatesPaginator(change).certificateSummaryList().stream()
                .map(CertificateSummary::domainName)
                .toList();
    }

    private CertificateDetail describe(String arn) {
        return acm.describeCertificate(b -> b.certificateArn(arn)).certificate();
    }
}
