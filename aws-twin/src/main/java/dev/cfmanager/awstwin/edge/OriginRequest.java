// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What CloudFront sends to the origin: the path, and of the rest what the cache policy and the origin request policy
 * take.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html">Control origin requests with a policy</a>
 */
final class OriginRequest {
    /** Headers of the connection or of CloudFront itself, which no policy passes on. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "x-forwarded-proto",
            "x-real-ip",
            "accept-encoding",
            "range",
            "if-none-match",
            "if-modified-since",
            "x-edge-revalidate",
            "cookie",
            "host");

    /** Carries the version of a kept copy; a viewer's own condition is answered at the edge. */
    static final String REVALIDATION = "x-edge-revalidate";

    private OriginRequest() {}

    static TwinRequest of(TwinRequest viewer, CachePolicy policy, OriginRequestPolicy more, Origin origin, Viewer who) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        viewer.query().forEach((name, values) -> {
            if (policy.queryStrings().takes(name) || more.queryStrings().takes(name)) {
                query.put(name, values);
            }
        });
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Map<String, List<String>> offered = new LinkedHashMap<>(viewer.headers());
        GeneratedHeaders.of(who).forEach((name, value) -> offered.put(name, List.of(value)));
        offered.forEach((name, values) -> {
            boolean wanted = policy.headers().takes(name)
                    || (GeneratedHeaders.generated(name)
                            ? more.headers().names().contains(name)
                            : more.headers().takes(name));
            if (wanted && !OWN.contains(name)) {
                headers.put(name, values);
            }
        });
        String cookies = CacheKey.Cookies.of(viewer).entrySet().stream()
                .filter(cookie -> policy.cookies().takes(cookie.getKey())
                        || more.cookies().takes(cookie.getKey()))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!cookies.isEmpty()) {
            headers.put("cookie", List.of(cookies));
        }
        String encoding = CacheKey.encoding(viewer, policy);
        if (!encoding.isEmpty()) {
            headers.put("accept-encoding", List.of(encoding));
        }
        if (viewer.headers().containsKey("content-type")) {
            headers.put("content-type", viewer.headers().get("content-type"));
        }
        viewer.header(REVALIDATION).ifPresent(etag -> headers.put("if-none-match", List.of(etag)));
        headers.putIfAbsent("user-agent", List.of("Amazon CloudFront"));
        headers.put("x-forwarded-for", List.of(who.address()));
        headers.put("via", List.of("1.1 edge.cloudfront.net (CloudFront)"));
        boolean viewerHost = !origin.s3()
                && (policy.headers().takes("host") || more.headers().takes("host"));
        String host = viewerHost ? viewer.host() : origin.domainName();
        headers.put("host", List.of(host));
        return new TwinRequest(viewer.method(), host, viewer.rawPath(), query, headers, viewer.body());
    }
}
