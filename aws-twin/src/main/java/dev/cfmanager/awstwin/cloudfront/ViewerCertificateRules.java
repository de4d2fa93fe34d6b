// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.acm.Certificates;
import dev.cfmanager.awstwin.acm.Certificates.Certificate;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What CloudFront refuses in viewer certificates, and in aliases that no certificate vouches for.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">Requirements for certificates</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements">Requirements for alternate domain names</a>
 */
final class ViewerCertificateRules {
    private static final String REGION_PREFIX = "arn:aws:acm:us-east-1:";
    private static final Set<String> KEYS = Set.of("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1");
    private static final Set<String> METHODS = Set.of("sni-only", "vip", "static-ip");
    private static final Set<String> OLD_PROTOCOLS = Set.of("SSLv3", "TLSv1");
    private static final Set<String> SNI_PROTOCOLS = Set.of(
            "TLSv1",
            "TLSv1_2016",
            "TLSv1.1_2016",
            "TLSv1.2_2018",
            "TLSv1.2_2019",
            "TLSv1.2_2021",
            "TLSv1.3_2025",
            "TLSv1.2_2025");

    private final Certificates certificates;
    private final InstantSource clock;

    ViewerCertificateRules(Certificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    void check(XmlElement config) {
        XmlElement viewer = config.child("ViewerCertificate").orElse(XmlElement.of("ViewerCertificate"));
        List<String> aliases = DistributionIndex.aliases(config);
        String acm = viewer.textAt("ACMCertificateArn");
        String iam = viewer.textAt("IAMCertificateId");
        if (acm.isEmpty() && iam.isEmpty()) {
            if (!aliases.isEmpty()) {
                throw invalid("To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a"
                        + " trusted certificate that validates your authorization to use the domain name.");
            }
            return;
        }
        if (!acm.isEmpty() && !iam.isEmpty() || viewer.flagAt("CloudFrontDefaultCertificate")) {
            throw Refusals.invalidArgument(
                    "The parameter ViewerCertificate must name one certificate: ACM's, IAM's or CloudFront's own.");
        }
        protocol(viewer);
        Certificate certificate = usable(acm);
        for (String alias : aliases) {
            if (certificate.names().stream().noneMatch(name -> covers(name.toLowerCase(Locale.ROOT), alias))) {
                throw invalid("The certificate that is attached to your distribution doesn't cover the alternate domain"
                        + " name (CNAME) that you're trying to add.");
            }
        }
    }

    private static void protocol(XmlElement viewer) {
        String method = viewer.textAt("SSLSupportMethod");
        String protocol = viewer.textAt("MinimumProtocolVersion");
        Members.required(viewer, "SSLSupportMethod", METHODS);
        if (protocol.isEmpty()) {
            return;
        }
        if (method.equals("sni-only") && protocol.equals("SSLv3")) {
            throw Refusals.badRequest(
                    "InvalidProtocolSettings",
                    "The specified distribution is configured for SNI and the minimum SSL protocol version is SSLv3."
                            + " You cannot specify both.");
        }
        if (!SNI_PROTOCOLS.contains(protocol) && !OLD_PROTOCOLS.contains(protocol)) {
            throw Refusals.badRequest(
                    "InvalidMinimumProtocolVersion", "The minimum protocol version specified is not valid.");
        }
        if (!method.equals("sni-only") && !OLD_PROTOCOLS.contains(protocol)) {
            throw Refusals.badRequest(
                    "InvalidMinimumProtocolVersion",
                    "The specified MinimumProtocolVersion cannot be used with the specified SSLSupportMethod.");
        }
    }

    /** The ACM certificate, provided CloudFront can use it; the twin has no IAM certificates. */
    private Certificate usable(String arn) {
        Certificate certificate =
                arn.startsWith(REGION_PREFIX) ? certificates.find(arn).orElse(null) : null;
        if (certificate == null
                || !certificate.status().equals("ISSUED")
                || !certificate.notAfter().isAfter(clock.instant())) {
            throw invalid(
                    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't"
                            + " include a valid certificate chain.");
        }
        if (!KEYS.contains(certificate.keyAlgorithm())) {
            throw invalid("The specified SSL certificate has a key of a type or size that CloudFront does not support: "
                    + certificate.keyAlgorithm() + ".");
        }
        return certificate;
    }

    /** A wildcard stands for exactly one label; a wildcard alias needs the same wildcard in the certificate. */
    static boolean covers(String name, String alias) {
        return name.equals(alias)
                || name.startsWith("*.")
                        && !alias.startsWith("*.")
                        && alias.indexOf('.') > 0
                        && alias.substring(alias.indexOf('.')).equals(name.substring(1));
    }

    private static AwsError invalid(String message) {
        return Refusals.badRequest("InvalidViewerCertificate", message);
    }
}
