// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.certificate;

import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.error.AwsErrorRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;

/**
 * The certificates as ACM describes them, one call each.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html">DescribeCertificate</a>
 */
public final class AcmCertificates implements Certificates {
    private static final Set<String> ABSENT = Set.of("ResourceNotFoundException", "InvalidArnException");
    private static final AwsErrorRules ERRORS = AwsErrorRules.shared();

    private final AcmClient acm;

    /** Certificates asked for with these clients. */
    public AcmCertificates(AwsClients aws) {
        this.acm = aws.acm();
    }

    @Override
    public Optional<Certificate> find(String arn) {
        try {
            return Optional.of(read(acm.describeCertificate(describe -> describe.certificateArn(arn))
                    .certificate()));
        } catch (SdkException failure) {
            if (ABSENT.contains(AwsErrorRules.codeOf(failure))) {
                return Optional.empty();
            }
            throw ERRORS.translate(failure);
        }
    }

    /** ACM spells key algorithms with a dash here and with an underscore elsewhere. */
    private static Certificate read(CertificateDetail detail) {
        Set<String> names = new LinkedHashSet<>();
        names.add(detail.domainName());
        names.addAll(detail.subjectAlternativeNames());
        return new Certificate(
                detail.statusAsString(),
                List.copyOf(names),
                detail.keyAlgorithmAsString().replace('-', '_'),
                Optional.ofNullable(detail.notAfter()));
    }
}
