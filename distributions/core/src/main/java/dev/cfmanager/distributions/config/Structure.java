// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What every configuration must have: origins with distinct ids and real hosts, and behaviours that point at them. */
final class Structure implements ConfigRule {
    /** The most bytes of a configuration's JSON; a DynamoDB item with everything else around it holds 400 KB. */
    static final int MAX_BYTES = 256 * 1024;

    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+");
    private static final List<String> VIEWER_PROTOCOLS = List.of("allow-all", "https-only", "redirect-to-https");

    @Override
    public void apply(ConfigDraft draft) {
        Part root = Part.root(draft.config());
        Set<String> targets = origins(root, draft.problems());
        root.items("OriginGroups").forEach(group -> targets.add(group.text("Id")));
        if (root.child("DefaultCacheBehavior").isEmpty()) {
            draft.problems().add(root.at("DefaultCacheBehavior"), "is required");
        }
        for (Part behavior : Part.behaviors(draft.config())) {
            behavior(behavior, targets, draft.problems());
        }
        checkSize(draft.config(), draft.problems());
    }

    /** Notes a configuration that is too large to keep. */
    static void checkSize(ObjectNode config, Problems problems) {
        int bytes = Json.write(config).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            problems.add(Part.root(config).pointer(), "may have at most " + MAX_BYTES + " bytes, not " + bytes);
        }
    }

    private static Set<String> origins(Part root, Problems problems) {
        Set<String> ids = new HashSet<>();
        List<Part> origins = root.items("Origins");
        if (origins.isEmpty()) {
            problems.add(root.at("Origins"), "must hold at least one origin");
        }
        for (Part origin : origins) {
            String id = origin.text("Id");
            if (id.isBlank()) {
                problems.add(origin.at("Id"), "is required");
            } else if (!ids.add(id)) {
                problems.add(origin.at("Id"), "is used twice: " + id);
            }
            String domain = origin.text("DomainName");
            if (domain.isBlank()) {
                problems.add(origin.at("DomainName"), "is required");
            } else if (!HOST.matcher(domain).matches()) {
                problems.add(origin.at("DomainName"), "must be a host name, without scheme, port or path");
            }
        }
        return ids;
    }

    private static void behavior(Part behavior, Set<String> targets, Problems problems) {
        String target = behavior.text("TargetOriginId");
        if (target.isBlank()) {
            problems.add(behavior.at("TargetOriginId"), "is required");
        } else if (!targets.contains(target)) {
            problems.add(behavior.at("TargetOriginId"), "names no origin of this configuration: " + target);
        }
        if (!VIEWER_PROTOCOLS.contains(behavior.text("ViewerProtocolPolicy"))) {
            problems.add(behavior.at("ViewerProtocolPolicy"), "must be one of " + String.join(", ", VIEWER_PROTOCOLS));
        }
    }
}
