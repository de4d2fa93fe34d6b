// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.OriginNames;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An origin as the edge uses it.
 *
 * @param domainName its host
 * @param path what comes before every path; empty or with a leading slash
 * @param accessControl id of its origin access control; empty for none
 * @param accessIdentity id of its origin access identity; empty for none
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
        boolean s3,
        String protocolPolicy,
        int httpPort,
        int httpsPort,
        Map<String, String> headers) {

    static Origin of(XmlElement origin) {
        List<XmlElement> custom = origin.itemsAt("CustomHeaders");
        return new Origin(
                origin.textAt("DomainName"),
                origin.textAt("OriginPath"),
                origin.textAt("OriginAccessControlId"),
                OriginNames.accessIdentity(origin),
                origin.has("S3OriginConfig"),
                origin.has("CustomOriginConfig")
                        ? origin.textAt("CustomOriginConfig", "OriginProtocolPolicy")
                        : "match-viewer",
                port(origin.textAt("CustomOriginConfig", "HTTPPort"), 80),
                port(origin.textAt("CustomOriginConfig", "HTTPSPort"), 443),
                custom.stream()
                        .collect(Collectors.toMap(
                                header -> header.textAt("HeaderName"),
                                header -> header.textAt("HeaderValue"),
                                (first, second) -> second)));
    }

    private static int port(String text, int usual) {
        return text.isEmpty() ? usual : Integer.parseInt(text);
    }
}
