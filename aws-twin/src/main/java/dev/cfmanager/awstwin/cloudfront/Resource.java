// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.time.Instant;

/**
 * A named thing that distributions refer to: an access control, an access identity or a policy.
 *
 * @param id its id
 * @param etag the version of its configuration
 * @param createdAt when it was created
 * @param modifiedAt when its configuration was last written
 * @param managed whether AWS owns it
 * @param canonicalUser S3's canonical user id of an access identity; empty for everything else
 * @param config its configuration element
 */
record Resource(
        String id,
        String etag,
        Instant createdAt,
        Instant modifiedAt,
        boolean managed,
        String canonicalUser,
        XmlElement config)
        implements Serializable {

    Resource updated(XmlElement newConfig, String newETag, Instant now) {
        return new Resource(id, newETag, createdAt, now, managed, canonicalUser, newConfig);
    }
}
