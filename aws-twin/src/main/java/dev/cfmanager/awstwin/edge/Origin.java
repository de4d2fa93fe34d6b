// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.OriginNames;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An origin as the edge uses it.
 *
 * @param domainName its host
 * @param path what comes before every path; empty or with a leading slash
 * @param accessControl id of its origin access control; empty for none
 * @param accessIdentity id of its origin access identity; empty for none
 * @param signsAsIdentity whether requests are signed as the access identity
 * @param s3 whether it is configured as a bucket
 * @param protocolPolicy {@code http-only}, {@code https-only} or {@code match-viewer}
 * @param httpPort its port for HTTP
 * @param httpsPort its port for HTTPS
 * @param headers headers that CloudFront adds to every request
 */
record Origin(
        String domainName,
        String path,
        String accessControl,
        String accessIdentity,
        boolean signsAsIdentity,
        boolean s3,
        String protocolPolicy,
        int httpPort,
        int httpsPort,
        Map<String, String> headers) {

    static Origin of(XmlElement origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        origin.itemsAt("CustomHeaders")
                .forEach(header -> headers.put(header.textAt("HeaderName"), header.textAt("HeaderValue")));
        String identity = OriginNames.accessIdentity(origin);
        return new Origin(
                origin.textAt("DomainName"),
                origin.textAt("OriginPath"),
                origin.textAt("OriginAccessControlId"),
                identity,
                !identity.isEmpty(),
                origin.has("S3OriginConfig"),
                origin.has("CustomOriginConfig")
                        ? origin.textAt("CustomOriginConfig", "OriginProtocolPolicy")
                        : "match-viewer",
                port(origin.textAt("CustomOriginConfig", "HTTPPort"), 80),
                port(origin.textAt("CustomOriginConfig", "HTTPSPort"), 443),
                headers);
    }

    /** Another bucket in place of this origin, read with this origin's access control or identity. */
    Origin bucket(String otherDomain, String otherPath, boolean asIdentity, Map<String, String> otherHeaders) {
        return new Origin(
                otherDomain,
                otherPath,
                accessControl,
                accessIdentity,
                asIdentity,
                true,
                "match-viewer",
                80,
                443,
                otherHeaders);
    }

    /** A custom origin in place of this one. */
    Origin custom(String otherDomain, String otherPath, String protocol, int port, Map<String, String> otherHeaders) {
        return new Origin(otherDomain, otherPath, "", "", false, false, protocol + "-only", port, port, otherHeaders);
    }

    private static int port(String text, int usual) {
        return text.isEmpty() ? usual : Integer.parseInt(text);
    }
}
