// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What CloudFront refuses in cache behaviors.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html">CacheBehavior</a>
 */
final class BehaviorRules {
    private static final List<ResourceKind> POLICIES = List.of(
            ResourceKind.CACHE_POLICY, ResourceKind.ORIGIN_REQUEST_POLICY, ResourceKind.RESPONSE_HEADERS_POLICY);

    private BehaviorRules() {}

    static void check(XmlElement config, BiPredicate<ResourceKind, String> exists, Quotas quotas) {
        Set<String> targets = new HashSet<>();
        config.itemsAt("Origins").forEach(origin -> targets.add(origin.textAt("Id")));
        config.itemsAt("OriginGroups").forEach(group -> targets.add(group.textAt("Id")));
        List<XmlElement> behaviors = Behaviors.of(config);
        quotas.admit(Quota.CACHE_BEHAVIORS_PER_DISTRIBUTION, behaviors.size());
        for (XmlElement behavior : behaviors) {
            if (!targets.contains(behavior.textAt("TargetOriginId"))) {
                throw Refusals.notFound("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
            }
            for (ResourceKind policy : POLICIES) {
                String id = behavior.textAt(policy.element() + "Id");
                if (!id.isEmpty() && !exists.test(policy, id)) {
                    throw Refusals.notFound(policy.noSuch(), "The specified policy does not exist.");
                }
            }
        }
    }
}
