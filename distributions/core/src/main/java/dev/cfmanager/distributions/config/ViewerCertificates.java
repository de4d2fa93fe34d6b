// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sends either CloudFront's default certificate and nothing else, or a certificate of the account with how viewers
 * connect to it: never both, never the deprecated members.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html">ViewerCertificate</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html">Security policies</a>
 */
final class ViewerCertificates implements ConfigRule {
    private static final String MEMBER = "ViewerCertificate";
    private static final String ARN = "ACMCertificateArn";
    private static final String IAM_ID = "IAMCertificateId";
    private static final String SNI = "sni-only";
    private static final List<String> METHODS = List.of(SNI, "vip", "static-ip");

    /** With an address of their own, viewers that know no SNI are served, and these know nothing newer. */
    private static final List<String> OLD_PROTOCOLS = List.of("SSLv3", "TLSv1");

    private static final List<String> SNI_PROTOCOLS = List.of(
            "TLSv1",
            "TLSv1_2016",
            "TLSv1.1_2016",
            "TLSv1.2_2018",
            "TLSv1.2_2019",
            "TLSv1.2_2021",
            "TLSv1.2_2025",
            "TLSv1.3_2025");
    private static final Pattern USABLE_ARN =
            Pattern.compile("arn:aws[a-z-]*:acm:us-east-1:\\d{12}:certificate/[0-9A-Za-z-]+");

    @Override
    public void apply(ConfigDraft draft) {
        Part root = Part.root(draft.config());
        Part given = root.child(MEMBER).orElseGet(() -> new Part(root.at(MEMBER), Json.object()));
        ObjectNode certificate = own(given, draft);
        draft.config().set(MEMBER, certificate);
        if (certificate.has("CloudFrontDefaultCertificate")
                && !root.texts("Aliases").isEmpty()) {
            draft.problems().add(root.at("Aliases"), "need a certificate that covers them: set " + given.at(ARN));
        }
    }

    private static ObjectNode own(Part given, ConfigDraft draft) {
        ObjectNode certificate = Json.object();
        String arn = given.text(ARN);
        if (arn.isEmpty() && given.text("CertificateSource").equals("acm")) {
            arn = given.text("Certificate");
        }
        if (arn.isEmpty() && given.text(IAM_ID).isEmpty()) {
            return certificate.put("CloudFrontDefaultCertificate", true);
        }
        if (given.node().path("CloudFrontDefaultCertificate").asBoolean()) {
            draft.problems()
                    .add(
                            given.pointer(),
                            "names a certificate and asks for CloudFront's default one: send only one of them");
        }
        if (arn.isEmpty()) {
            certificate.put(IAM_ID, given.text(IAM_ID));
        } else {
            certificate.put(ARN, arn);
            if (!usable(arn)) {
                draft.problems()
                        .add(
                                given.at(ARN),
                                "must be the ARN of an ACM certificate in us-east-1, where CloudFront looks");
            }
        }
        if (!arn.isEmpty() && !given.text(IAM_ID).isEmpty()) {
            draft.problems().add(given.at(IAM_ID), "cannot be used together with " + ARN + ": send only one of them");
        }
        String method = orElse(given.text("SSLSupportMethod"), SNI);
        certificate.put("SSLSupportMethod", method);
        certificate.put(
                "MinimumProtocolVersion",
                orElse(given.text("MinimumProtocolVersion"), method.equals(SNI) ? "TLSv1.2_2021" : "TLSv1"));
        connection(new Part(given.pointer(), certificate), new Checks(draft.problems()));
        return certificate;
    }

    private static void connection(Part certificate, Checks checks) {
        checks.required(certificate, "SSLSupportMethod", METHODS);
        boolean sni = certificate.text("SSLSupportMethod").equals(SNI);
        checks.required(certificate, "MinimumProtocolVersion", sni ? SNI_PROTOCOLS : OLD_PROTOCOLS);
    }

    /** Whether a text is the ARN of a certificate where CloudFront looks for it. */
    static boolean usable(String arn) {
        return USABLE_ARN.matcher(arn).matches();
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
