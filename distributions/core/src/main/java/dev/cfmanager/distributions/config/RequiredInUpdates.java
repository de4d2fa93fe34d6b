// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.List;

/**
 * Gives a configuration the members that CloudFront requires in an update, though not in a creation, each with the value
 * that means nothing: an update that leaves one out is refused.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-overview-required-fields.html">Required fields</a>
 */
final class RequiredInUpdates implements ConfigRule {

    @Override
    public void apply(ConfigDraft draft) {
        ObjectNode config = draft.config();
        List.of("Aliases", "CacheBehaviors", "CustomErrorResponses").forEach(list -> none(config, list));
        List.of("DefaultRootObject", "WebACLId").forEach(text -> empty(config, text));
        if (!config.has("Logging")) {
            config.putObject("Logging")
                    .put("Enabled", false)
                    .put("IncludeCookies", false)
                    .put("Bucket", "")
                    .put("Prefix", "");
        }
        if (!config.has("Restrictions")) {
            config.putObject("Restrictions")
                    .putObject("GeoRestriction")
                    .put("RestrictionType", "none")
                    .putArray("Items");
        }
        Part.behaviors(config).forEach(behavior -> behavior(behavior.node()));
        Part.origins(config).forEach(origin -> {
            empty(origin.node(), "OriginPath");
            none(origin.node(), "CustomHeaders");
        });
    }

    private static void behavior(ObjectNode behavior) {
        empty(behavior, "FieldLevelEncryptionId");
        if (!behavior.has("SmoothStreaming")) {
            behavior.put("SmoothStreaming", false);
        }
        if (!behavior.has("AllowedMethods")) {
            ObjectNode methods = behavior.putObject("AllowedMethods");
            methods.putArray("Items").add("HEAD").add("GET");
            methods.putObject("CachedMethods").putArray("Items").add("HEAD").add("GET");
        }
    }

    private static void none(ObjectNode node, String list) {
        if (!node.has(list)) {
            node.set(list, Json.object().set("Items", Json.array()));
        }
    }

    private static void empty(ObjectNode node, String text) {
        if (!node.has(text)) {
            node.put(text, "");
        }
    }
}
