// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.cloudfront.LiveDistribution;
import dev.cfmanager.awstwin.kernel.XmlElement;

/**
 * What one viewer request runs in.
 *
 * @param distribution the distribution that answers
 * @param behavior the cache behavior that its path chose
 * @param viewer who asks
 * @param requestId what {@code X-Amz-Cf-Id} will say
 */
record EdgeContext(LiveDistribution distribution, XmlElement behavior, Viewer viewer, String requestId) {

    EdgeContext with(XmlElement otherBehavior) {
        return new EdgeContext(distribution, otherBehavior, viewer, requestId);
    }
}
