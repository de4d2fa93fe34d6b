// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;

/** Reaches custom origins; tests and hosts bring their own, for the twin has no network of its own. */
@FunctionalInterface
public interface OriginFetcher {

    /**
     * Answers a request that CloudFront sends to a custom origin.
     *
     * @param request the origin request; its host is the origin's domain name
     * @param protocol {@code http} or {@code https}
     * @param port the origin's port
     */
    TwinResponse fetch(TwinRequest request, String protocol, int port);

    /** Reaches nothing: 502 with a body that says so. */
    static OriginFetcher none() {
        return (request, protocol, port) -> ErrorPages.page(
                502,
                "CloudFront wasn't able to connect to the origin " + request.host()
                        + ": the twin has no fetcher for custom origins.");
    }
}
