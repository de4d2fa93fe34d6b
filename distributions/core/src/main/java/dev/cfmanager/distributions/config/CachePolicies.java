// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Gives every behaviour a cache policy: the stack's own where the client names none, or names the managed
 * CachingOptimized, which the browser client sends without asking its user. Settings that clash with a cache policy are
 * removed. A further behaviour that still forwards values the old way, and names no policy, is left as it is.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">Managed cache policies</a>
 */
final class CachePolicies implements ConfigRule {
    /** The managed policy CachingOptimized. */
    static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private static final List<String> WITHOUT_POLICY = List.of("ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL");

    private final Optional<String> ownPolicyId;

    CachePolicies(Optional<String> ownPolicyId) {
        this.ownPolicyId = ownPolicyId;
    }

    @Override
    public void apply(ConfigDraft draft) {
        for (Part behavior : Part.behaviors(draft.config())) {
            boolean further = behavior.node().has("PathPattern");
            if (!further
                    || !behavior.node().has("ForwardedValues")
                    || !behavior.text("CachePolicyId").isEmpty()) {
                usePolicy(behavior.node());
            }
            if (!behavior.node().has("Compress")) {
                behavior.node().put("Compress", true);
            }
        }
    }

    private void usePolicy(ObjectNode behavior) {
        String named = behavior.path("CachePolicyId").asText("");
        if (named.isBlank() || named.equals(CACHING_OPTIMIZED)) {
            behavior.put("CachePolicyId", ownPolicyId.orElse(CACHING_OPTIMIZED));
        }
        behavior.remove(WITHOUT_POLICY);
    }
}
