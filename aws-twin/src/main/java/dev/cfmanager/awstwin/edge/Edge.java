// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.CloudFront;
import dev.cfmanager.awstwin.cloudfront.LiveDistribution;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import dev.cfmanager.awstwin.s3.ObjectReader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudFront's edge: answers viewers' requests for the distributions of the account. The host of a request is a
 * distribution's domain name or alias, with or without {@code .localhost} behind it; with {@code
 * .ap-northeast-1.localhost} the viewer is near that region. A distribution's new configuration takes effect for all
 * viewers at the moment its deployment ends; until then the one before it serves, and a distribution that was never
 * deployed is not known here.
 */
public final class Edge {
    private static final String LOCALHOST = ".localhost";
    private static final Pattern PLACED =
            Pattern.compile("(.+)\\.([a-z]{2,5}(?:-[a-z]{1,12}){1,3}-[0-9]{1,2})\\.localhost");

    private final Kernel kernel;
    private final CloudFront cloudFront;
    private final Delivery delivery;

    /** The edge of an account, which reads buckets through {@code objects} and custom origins through {@code fetcher}. */
    public Edge(
            Kernel kernel,
            CloudFront cloudFront,
            ObjectReader objects,
            EdgeFunctions functions,
            OriginFetcher fetcher) {
        this.kernel = kernel;
        this.cloudFront = cloudFront;
        LambdaAtEdge lambda = new LambdaAtEdge(functions);
        Origins origins = new Origins(cloudFront, objects, fetcher);
        this.delivery = new Delivery(
                cloudFront,
                new Retrieval(kernel.clock(), cloudFront, origins, lambda),
                new ViewerCode(cloudFront, lambda));
    }

    /**
     * Answers a viewer over HTTPS, who is near the region that the host names before {@code .localhost}, else nearby.
     * Never throws for a refusal: those are HTTP answers too.
     */
    public TwinResponse handle(TwinRequest request) {
        Matcher placed = PLACED.matcher(request.host());
        return placed.matches()
                ? handle(
                        Requests.withHost(request, placed.group(1)),
                        Viewer.nearby().near(placed.group(2)))
                : handle(request, Viewer.nearby());
    }

    /** Answers that viewer. */
    public TwinResponse handle(TwinRequest request, Viewer viewer) {
        String host = request.host().endsWith(LOCALHOST)
                ? request.host().substring(0, request.host().length() - LOCALHOST.length())
                : request.host();
        String requestId = kernel.ids().upper("", 54) + "==";
        Optional<LiveDistribution> distribution = cloudFront.serving(host);
        TwinResponse response = distribution
                .filter(found -> found.config().flagAt("Enabled"))
                .map(found -> delivery.deliver(Requests.withHost(request, host), viewer, found, requestId))
                .orElseGet(() -> Delivery.error(ErrorPages.page(
                        403, "Bad request. No enabled distribution that is deployed answers for " + host + ".")));
        return stamp(response, viewer, requestId);
    }

    private TwinResponse stamp(TwinResponse response, Viewer viewer, String requestId) {
        return response.with("Via", "1.1 " + kernel.ids().lower("", 32) + ".cloudfront.net (CloudFront)")
                .with("X-Amz-Cf-Pop", PopNames.of(viewer.edgeRegion()))
                .with("X-Amz-Cf-Id", requestId);
    }
}
