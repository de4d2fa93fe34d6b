// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/** What CloudFront refuses in a distribution's configuration. */
final class DistributionRules {
    private final BiPredicate<ResourceKind, String> exists;
    private final Quotas quotas;

    /** Rules that ask {@code exists} whether a resource of a kind is there. */
    DistributionRules(BiPredicate<ResourceKind, String> exists, Quotas quotas) {
        this.exists = exists;
        this.quotas = quotas;
    }

    /** Checks a configuration as it was sent. */
    void check(XmlElement config) {
        required(config);
        Quantities.check(config);
        OriginRules.check(config, exists, quotas);
        BehaviorRules.check(config, exists, quotas);
        aliases(config);
    }

    private static void required(XmlElement config) {
        if (config.textAt("CallerReference").isBlank()) {
            throw Refusals.required("CallerReference");
        }
        if (config.itemsAt("Origins").isEmpty()) {
            throw Refusals.required("Origins");
        }
        if (!config.has("DefaultCacheBehavior")) {
            throw Refusals.required("DefaultCacheBehavior");
        }
        if (!config.has("Comment")) {
            throw Refusals.required("Comment");
        }
        if (config.textAt("Comment").length() > 128) {
            throw Refusals.invalidArgument("The parameter Comment is too long.");
        }
        if (!Set.of("true", "false").contains(config.textAt("Enabled"))) {
            throw Refusals.required("Enabled");
        }
    }

    private void aliases(XmlElement config) {
        quotas.admit(
                Quota.ALIASES_PER_DISTRIBUTION,
                DistributionIndex.aliases(config).size());
        Set<String> seen = new HashSet<>();
        for (String alias : DistributionIndex.aliases(config)) {
            if (!alias.matches("(\\*\\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?")
                    || alias.endsWith(".cloudfront.net")
                    || !seen.add(alias)) {
                throw Refusals.invalidArgument(
                        "The parameter CNAME contains one or more parameters that are not valid.");
            }
        }
    }
}
