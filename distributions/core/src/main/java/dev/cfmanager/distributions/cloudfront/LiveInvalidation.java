// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.Invalidation;

/**
 * An invalidation as CloudFront has it.
 *
 * @param id CloudFront's id of it, such as {@code I2J0I21PCUYOIK}
 * @param status CloudFront's word: {@code InProgress}, then {@code Completed}
 * @param createdAt when CloudFront took it
 * @param paths what it invalidates
 */
public record LiveInvalidation(String id, String status, Instant createdAt, List<String> paths) {

    /** Copies the paths. */
    public LiveInvalidation {
        paths = List.copyOf(paths);
    }

    static LiveInvalidation of(Invalidation model) {
        return new LiveInvalidation(
                model.id(),
                model.status(),
                model.createTime(),
                model.invalidationBatch().paths().items());
    }

    /** On the wire: {@code {invalidationId, status, createTime, paths[]}}. */
    public ObjectNode toJson() {
        ObjectNode json =
                Json.object().put("invalidationId", id).put("status", status).put("createTime", Json.time(createdAt));
        ArrayNode all = json.putArray("paths");
        paths.forEach(all::add);
        return json;
    }
}
