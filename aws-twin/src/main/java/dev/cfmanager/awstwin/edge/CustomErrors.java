// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Duration;
import java.util.Optional;

/**
 * A distribution's custom error responses.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html">Generate custom error responses</a>
 */
final class CustomErrors {
    /** How long an error stays in the cache when the distribution does not say. */
    private static final Duration USUAL = Duration.ofSeconds(10);

    private CustomErrors() {}

    /** What the distribution says about a status; empty when nothing. */
    static Optional<XmlElement> of(XmlElement config, int status) {
        return config.itemsAt("CustomErrorResponses").stream()
                .filter(custom -> custom.textAt("ErrorCode").equals(Integer.toString(status)))
                .findFirst();
    }

    static Duration timeInCache(XmlElement config, int status) {
        return of(config, status)
                .map(custom -> custom.textAt("ErrorCachingMinTTL"))
                .filter(seconds -> !seconds.isEmpty())
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(USUAL);
    }
}
