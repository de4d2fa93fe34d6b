// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.Origin;

/**
 * How far the deletion of an origin is.
 *
 * @param origin the origin
 * @param bucketEmptied whether nothing is in its bucket any more; false for a bucket that is not ours to empty
 * @param bucketDeleted whether its bucket is gone; false for a bucket that is not ours to delete
 * @param oacDeleted whether its origin access control is gone
 * @param recordDeleted whether its record is gone, which comes last
 */
record Deletion(
        Origin origin, boolean bucketEmptied, boolean bucketDeleted, boolean oacDeleted, boolean recordDeleted) {

    /** Nothing of it is known to be gone. */
    static Deletion underWay(Origin origin) {
        return new Deletion(origin, false, false, false, false);
    }

    /** Its bucket holds more than there was time for. */
    static Deletion emptying(Origin origin) {
        return new Deletion(origin, false, false, true, false);
    }

    /** Everything is gone that was ours. */
    static Deletion complete(Origin origin, boolean bucketGone) {
        return new Deletion(origin, bucketGone, bucketGone, true, true);
    }

    boolean complete() {
        return recordDeleted;
    }

    /** {@code {originId, originName, cleanupResults{bucketEmptied, bucketDeleted, oacDeleted, recordDeleted}}}. */
    ObjectNode toJson() {
        ObjectNode json = Json.object().put("originId", origin.id()).put("originName", origin.name());
        json.putObject("cleanupResults")
                .put("bucketEmptied", bucketEmptied)
                .put("bucketDeleted", bucketDeleted)
                .put("oacDeleted", oacDeleted)
                .put("recordDeleted", recordDeleted);
        return json;
    }
}
