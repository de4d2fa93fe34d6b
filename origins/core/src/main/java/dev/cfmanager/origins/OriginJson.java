// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Optional;

/**
 * Origins on the wire: {@code id} and {@code originId} (the same), {@code kind}, {@code state}, {@code name},
 * {@code bucketName}, {@code region}, {@code existing}, {@code oacId}, {@code distributionArns[]} and its older name
 * {@code associatedDistributions[]}, {@code isWebsiteEnabled}, {@code websiteConfiguration} and
 * {@code corsConfiguration} (null when off; members spelt as S3 spells them), {@code missingObjects} ({@code "403"} or
 * {@code "404"}), {@code allowPublicRead}, {@code tags}, {@code version}, {@code createdBy}, {@code createdAt},
 * {@code updatedBy}, {@code updatedAt}, and {@code errorMessage} where something was left behind.
 */
public final class OriginJson {
    private OriginJson() {}

    /** The wire shape of an origin. */
    public static ObjectNode of(Origin origin) {
        ObjectNode json = Json.object()
                .put("id", origin.id())
                .put("originId", origin.id())
                .put("kind", origin.kind())
                .put("state", origin.state().word())
                .put("name", origin.name())
                .put("bucketName", origin.bucketName())
                .put("region", origin.region())
                .put("existing", origin.attached())
                .put("isWebsiteEnabled", origin.websiteEnabled());
        json.set("websiteConfiguration", orNull(origin.websiteConfiguration()));
        json.set("corsConfiguration", orNull(origin.corsConfiguration()));
        json.put("missingObjects", origin.missingObjectsAre404() ? "404" : "403")
                .put("allowPublicRead", origin.publicRead())
                .put("oacId", origin.oacId().orElse(null));
        ArrayNode arns = json.putArray("distributionArns");
        origin.usingArns().forEach(arns::add);
        json.set("associatedDistributions", arns.deepCopy());
        ObjectNode tags = json.putObject("tags");
        origin.tags().forEach(tags::put);
        json.put("version", origin.version())
                .put("createdBy", origin.createdBy())
                .put("createdAt", Json.time(origin.createdAt()))
                .put("updatedBy", origin.updatedBy())
                .put("updatedAt", Json.time(origin.updatedAt()));
        origin.errorMessage().ifPresent(message -> json.put("errorMessage", message));
        return json;
    }

    private static JsonNode orNull(Optional<ObjectNode> node) {
        return node.<JsonNode>map(object -> object).orElse(NullNode.getInstance());
    }
}
