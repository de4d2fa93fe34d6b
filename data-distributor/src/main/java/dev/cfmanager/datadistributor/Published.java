// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;

/**
 * The manifest's word on one published file.
 *
 * @param destination {@code s3://bucket/key}
 * @param sourceEtag ETag of the source object that is live
 * @param size its size in bytes
 * @param sourceModifiedAt when the fetcher wrote it
 * @param distributedAt when it was published
 * @param invalidated whether the edge has been told
 */
record Published(
        String destination,
        String sourceEtag,
        long size,
        Instant sourceModifiedAt,
        Instant distributedAt,
        boolean invalidated) {

    static Published of(ObjectNode document) {
        return new Published(
                document.path("destination").asText(),
                document.path("sourceEtag").asText(),
                document.path("size").asLong(),
                Instant.parse(document.path("sourceModifiedAt").asText()),
                Instant.parse(document.path("distributedAt").asText()),
                document.path("invalidated").asBoolean());
    }

    ObjectNode toJson() {
        return Json.object()
                .put("destination", destination)
                .put("sourceEtag", sourceEtag)
                .put("size", size)
                .put("sourceModifiedAt", Json.time(sourceModifiedAt))
                .put("distributedAt", Json.time(distributedAt))
                .put("invalidated", invalidated);
    }

    Published told() {
        return new Published(destination, sourceEtag, size, sourceModifiedAt, distributedAt, true);
    }
}
