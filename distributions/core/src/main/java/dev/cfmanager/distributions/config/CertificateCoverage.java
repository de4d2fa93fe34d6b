// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.certificate.Certificate;
import dev.cfmanager.distributions.certificate.Certificates;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Asks ACM whether the certificate is one CloudFront can use, and whether it vouches for every alias: a wildcard covers
 * exactly one label, and a wildcard alias needs the same wildcard in the certificate.
 *
 * <p>Where ACM cannot be asked (unreachable, throttled, a certificate of another account) nothing is refused: CloudFront
 * looks at the certificate itself before it creates or changes anything, and its verdict stands. The same goes for
 * certificates in IAM, which only CloudFront sees.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">Requirements for certificates</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements">Requirements for alternate domain names</a>
 */
final class CertificateCoverage implements ConfigRule {
    private static final String ARN = "ACMCertificateArn";
    private static final Set<String> KEYS = Set.of("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1");
    private static final int SHOWN_NAMES = 10;

    private final Certificates certificates;
    private final InstantSource clock;

    CertificateCoverage(Certificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public void apply(ConfigDraft draft) {
        Optional<Part> viewer = Part.root(draft.config()).child("ViewerCertificate");
        String arn = viewer.map(part -> part.text(ARN)).orElse("");
        if (viewer.isEmpty() || !ViewerCertificates.usable(arn)) {
            return; // none, or what is wrong has been noted
        }
        Optional<Certificate> found;
        try {
            found = certificates.find(arn);
        } catch (OperationException unasked) {
            return; // CloudFront is the judge, see above
        }
        if (found.isEmpty()) {
            draft.problems().add(viewer.get().at(ARN), "names no certificate in us-east-1: " + arn);
            return;
        }
        usable(found.get(), viewer.get(), new Checks(draft.problems()));
        covered(found.get(), draft);
    }

    private void usable(Certificate certificate, Part viewer, Checks checks) {
        if (!certificate.status().equals("ISSUED")) {
            checks.problem(viewer, ARN, "must be ISSUED to be used; the certificate is " + certificate.status());
        } else if (certificate
                .notAfter()
                .filter(end -> !end.isAfter(clock.instant()))
                .isPresent()) {
            checks.problem(viewer, ARN, "has expired: " + certificate.notAfter().get());
        }
        if (!KEYS.contains(certificate.keyAlgorithm())) {
            checks.problem(
                    viewer,
                    ARN,
                    "has a key that CloudFront does not take: " + certificate.keyAlgorithm()
                            + "; it takes RSA of up to 4096 bits and EC_prime256v1");
        }
    }

    private static void covered(Certificate certificate, ConfigDraft draft) {
        Part root = Part.root(draft.config());
        List<String> aliases = root.texts("Aliases");
        for (int i = 0; i < aliases.size(); i++) {
            String alias = aliases.get(i).toLowerCase(Locale.ROOT);
            if (certificate.names().stream().noneMatch(name -> covers(name.toLowerCase(Locale.ROOT), alias))) {
                draft.problems()
                        .add(
                                root.at("Aliases") + "/Items/" + i,
                                aliases.get(i) + " is not covered by the certificate, which names "
                                        + shown(certificate.names()));
            }
        }
    }

    private static String shown(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_NAMES)));
        return names.size() > SHOWN_NAMES ? first + " and " + (names.size() - SHOWN_NAMES) + " more" : first;
    }

    private static boolean covers(String name, String alias) {
        return name.equals(alias)
                || name.startsWith("*.")
                        && !alias.startsWith("*.")
                        && alias.indexOf('.') > 0
                        && alias.substring(alias.indexOf('.')).equals(name.substring(1));
    }
}
