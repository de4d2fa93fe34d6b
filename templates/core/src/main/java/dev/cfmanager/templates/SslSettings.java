// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for about certificate and domains. Only both together make a template of a site with a certificate;
 * {@link #applyTo} writes them into a configuration in CloudFront's own spelling.
 *
 * @param certificateArn the certificate; empty for CloudFront's own
 * @param customDomains the domains, comma separated; empty for none
 * @param viewerProtocol the default behaviour's {@code ViewerProtocolPolicy} where both are given; empty for
 *     {@code redirect-to-https}
 * @param minTlsVersion the certificate's {@code MinimumProtocolVersion}; empty for {@code TLSv1.2_2021}
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html">ViewerCertificate</a>
 */
public record SslSettings(String certificateArn, String customDomains, String viewerProtocol, String minTlsVersion) {
    /** Nothing asked for. */
    public static final SslSettings NONE = new SslSettings("", "", "", "");

    /** Whether certificate and domains are both there. */
    public boolean complete() {
        return !certificateArn.isEmpty() && !domains().isEmpty();
    }

    /** The domains, each once. */
    public List<String> domains() {
        return Arrays.stream(customDomains.split(",", -1))
                .map(String::strip)
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * Writes certificate, aliases and viewer protocol into a configuration; without both certificate and domains, says that
     * it uses CloudFront's certificate, unless it names one itself.
     */
    public void applyTo(ObjectNode config) {
        if (!complete()) {
            if (config.has("DefaultCacheBehavior") && !namesCertificate(config)) {
                config.putObject("ViewerCertificate").put("CloudFrontDefaultCertificate", true);
            }
            return;
        }
        config.putObject("ViewerCertificate")
                .put("ACMCertificateArn", certificateArn)
                .put("SSLSupportMethod", "sni-only")
                .put("MinimumProtocolVersion", minTlsVersion.isEmpty() ? "TLSv1.2_2021" : minTlsVersion);
        ArrayNode aliases =
                config.putObject("Aliases").put("Quantity", domains().size()).putArray("Items");
        domains().forEach(aliases::add);
        if (config.get("DefaultCacheBehavior") instanceof ObjectNode behavior) {
            behavior.put("ViewerProtocolPolicy", viewerProtocol.isEmpty() ? "redirect-to-https" : viewerProtocol);
        }
    }

    /** Takes what {@link #applyTo} wrote about certificate and domains out of a configuration again. */
    public void removeFrom(ObjectNode config) {
        if (complete()) {
            config.remove(List.of("ViewerCertificate", "Aliases"));
        }
    }

    /** On the wire: the four by their names, null where not given. */
    public ObjectNode toJson() {
        return Json.object()
                .put("certificateArn", certificateArn.isEmpty() ? null : certificateArn)
                .put("customDomains", customDomains.isEmpty() ? null : customDomains)
                .put("viewerProtocol", viewerProtocol.isEmpty() ? null : viewerProtocol)
                .put("minTlsVersion", minTlsVersion.isEmpty() ? null : minTlsVersion);
    }

    /** What {@link #toJson} wrote. */
    static SslSettings of(ObjectNode json) {
        return new SslSettings(
                text(json, "certificateArn"),
                text(json, "customDomains"),
                text(json, "viewerProtocol"),
                text(json, "minTlsVersion"));
    }

    private static String text(ObjectNode json, String name) {
        return json.path(name).isTextual() ? json.path(name).textValue() : "";
    }

    private static boolean namesCertificate(ObjectNode config) {
        return List.of("ACMCertificateArn", "IAMCertificateId", "Certificate").stream()
                .anyMatch(member -> !config.path("ViewerCertificate")
                        .path(member)
                        .asText("")
                        .isEmpty());
    }
}
