// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.certificates.CertificateJson;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acm.model.KeyUsage;

/**
 * A certificate in a list.
 *
 * @param certificate what is known of it
 * @param error why that is only what ACM's own list says; empty when it is everything
 */
record ListedCertificate(CertificateDetail certificate, Optional<String> error) {

    /** A certificate of which everything is known. */
    static ListedCertificate of(CertificateDetail certificate) {
        return new ListedCertificate(certificate, Optional.empty());
    }

    /** A certificate of which only ACM's list is known: no serial, subject, issuer, nor names beyond the hundredth. */
    static ListedCertificate of(CertificateSummary summary, String error) {
        return new ListedCertificate(
                CertificateDetail.builder()
                        .certificateArn(summary.certificateArn())
                        .domainName(summary.domainName())
                        .subjectAlternativeNames(summary.subjectAlternativeNameSummaries())
                        .status(summary.statusAsString())
                        .type(summary.typeAsString())
                        .keyAlgorithm(summary.keyAlgorithmAsString())
                        .keyUsages(summary.keyUsagesAsStrings().stream()
                                .map(name -> KeyUsage.builder().name(name).build())
                                .toList())
                        .extendedKeyUsages(summary.extendedKeyUsagesAsStrings().stream()
                                .map(name ->
                                        ExtendedKeyUsage.builder().name(name).build())
                                .toList())
                        .createdAt(summary.createdAt())
                        .issuedAt(summary.issuedAt())
                        .importedAt(summary.importedAt())
                        .notBefore(summary.notBefore())
                        .notAfter(summary.notAfter())
                        .renewalEligibility(summary.renewalEligibilityAsString())
                        .build(),
                Optional.of(error));
    }

    /** The item on the wire; {@code error} beside what is known. */
    ObjectNode toJson(Instant now) {
        ObjectNode json = CertificateJson.item(certificate, now);
        error.ifPresent(text -> json.put("error", text));
        return json;
    }
}
