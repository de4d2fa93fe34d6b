// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A distribution as CloudFront keeps it. Its status follows from the clock: {@code InProgress} until {@code deployedAt}.
 * CloudFront changes its edge locations one by one during that time; the twin changes all of them at its end, so that
 * until then viewers get what {@code previous} says, or nothing when there was nothing before.
 *
 * @param id such as {@code E1ABCDEFGHIJKL}
 * @param domainName such as {@code d111111abcdef8.cloudfront.net}
 * @param etag the version of the configuration
 * @param modifiedAt when the configuration was last written
 * @param deployedAt when the configuration reached, or reaches, every edge location
 * @param config the {@code DistributionConfig}, defaults filled in
 * @param previous the configuration that viewers get until {@code deployedAt}; null when there is none
 */
record Distribution(
        String id,
        String domainName,
        String etag,
        Instant modifiedAt,
        Instant deployedAt,
        XmlElement config,
        @Nullable XmlElement previous)
        implements Serializable {

    String arn() {
        return Routes.arn("distribution/" + id);
    }

    boolean deployed(Instant now) {
        return !now.isBefore(deployedAt);
    }

    String status(Instant now) {
        return deployed(now) ? "Deployed" : "InProgress";
    }

    /** What viewers get at that time. */
    Optional<XmlElement> effective(Instant now) {
        return deployed(now) ? Optional.of(config) : Optional.ofNullable(previous);
    }

    /** This distribution with another configuration, which takes until {@code doneAt} to reach the edge. */
    Distribution updated(XmlElement newConfig, String newETag, Instant now, Instant doneAt) {
        return new Distribution(
                id, domainName, newETag, now, doneAt, newConfig, effective(now).orElse(null));
    }
}
