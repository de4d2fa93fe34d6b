// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.s3.ObjectReader;
import dev.cfmanager.awstwin.s3.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Sends origin requests: to S3 as the distribution, its access identity or nobody; elsewhere through the fetcher. */
final class Origins {
    private static final Pattern S3_HOST =
            Pattern.compile("[a-z0-9][a-z0-9.-]*\\.s3(-website)?([.-][a-z0-9.-]+)?\\.amazonaws\\.com");

    private final CloudFront cloudFront;
    private final ObjectReader objects;
    private final OriginFetcher fetcher;

    Origins(CloudFront cloudFront, ObjectReader objects, OriginFetcher fetcher) {
        this.cloudFront = cloudFront;
        this.objects = objects;
        this.fetcher = fetcher;
    }

    /**
     * The origin's answer to a request, on behalf of a distribution. The request's {@code Host} header says which bucket
     * of S3 is meant, as it does on the wire: whoever changes an origin's domain name must change it too.
     */
    TwinResponse fetch(TwinRequest request, Origin origin, String distributionArn, boolean viewerHttps) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        origin.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        String host = request.header("host").orElse(origin.domainName());
        TwinRequest sent = new TwinRequest(
                request.method(), host, origin.path() + request.rawPath(), request.query(), headers, request.body());
        if (S3_HOST.matcher(origin.domainName()).matches()) {
            return objects.read(sent, reader(origin, distributionArn));
        }
        boolean https =
                switch (origin.protocolPolicy()) {
                    case "http-only" -> false;
                    case "https-only" -> true;
                    default -> viewerHttps;
                };
        return fetcher.fetch(sent, https ? "https" : "http", https ? origin.httpsPort() : origin.httpPort());
    }

    private Reader reader(Origin origin, String distributionArn) {
        boolean signs = !origin.accessControl().isEmpty()
                && cloudFront
                        .originAccessControl(origin.accessControl())
                        .filter(control -> !control.textAt("SigningBehavior").equals("never"))
                        .isPresent();
        if (signs) {
            return new Reader.Distribution(distributionArn);
        }
        if (!origin.signsAsIdentity()) {
            return new Reader.Anonymous();
        }
        return cloudFront
                .canonicalUserOf(origin.accessIdentity())
                .<Reader>map(user -> new Reader.OriginAccessIdentity(origin.accessIdentity(), user))
                .orElseGet(Reader.Anonymous::new);
    }
}
