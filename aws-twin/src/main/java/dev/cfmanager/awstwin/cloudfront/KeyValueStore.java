// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import java.io.Serializable;
import java.time.Instant;

/**
 * A key value store that CloudFront functions read.
 *
 * @param name its name, unique in the account
 * @param id the UUID in its ARN
 * @param etag its version
 * @param comment a comment
 * @param readyAt when it can be used
 * @param modifiedAt when it was last written
 */
record KeyValueStore(String name, String id, String etag, String comment, Instant readyAt, Instant modifiedAt)
        implements Serializable {

    String arn() {
        return Routes.arn("key-value-store/" + id);
    }

    String status(Instant now) {
        return now.isBefore(readyAt) ? "PROVISIONING" : "READY";
    }
}
