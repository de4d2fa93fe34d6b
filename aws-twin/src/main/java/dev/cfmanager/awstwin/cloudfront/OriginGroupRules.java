// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What CloudFront refuses in origin groups.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroup.html">OriginGroup</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html">Origin failover</a>
 */
final class OriginGroupRules {
    private static final int MEMBERS = 2;
    private static final Set<String> FAILING_OVER =
            Set.of("400", "403", "404", "416", "429", "500", "502", "503", "504");
    private static final Set<String> SELECTIONS = Set.of("default", "media-quality-based");

    private final Quotas quotas;

    OriginGroupRules(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Checks the groups of a configuration whose origins have those ids. */
    void check(XmlElement config, Set<String> originIds) {
        List<XmlElement> groups = config.itemsAt("OriginGroups");
        quotas.admit(Quota.ORIGIN_GROUPS_PER_DISTRIBUTION, groups.size());
        Set<String> names = new HashSet<>(originIds);
        for (XmlElement group : groups) {
            String id = group.textAt("Id");
            if (id.isEmpty()) {
                throw Refusals.required("OriginGroup Id");
            }
            if (!names.add(id)) {
                throw Refusals.invalidArgument("The parameter Origin Id must be unique within the distribution.");
            }
            members(group, originIds);
            statusCodes(group.textsAt("FailoverCriteria", "StatusCodes"));
            Members.optional(group, "SelectionCriteria", SELECTIONS);
        }
    }

    private static void members(XmlElement group, Set<String> originIds) {
        List<String> members = group.itemsAt("Members").stream()
                .map(member -> member.textAt("OriginId"))
                .toList();
        if (members.size() != MEMBERS || Set.copyOf(members).size() != MEMBERS) {
            throw Refusals.invalidArgument("An origin group must have exactly two different origins as its members.");
        }
        if (!originIds.containsAll(members)) {
            throw Refusals.notFound("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
        }
    }

    private static void statusCodes(List<String> codes) {
        if (codes.isEmpty()) {
            throw Refusals.required("StatusCodes");
        }
        if (!FAILING_OVER.containsAll(codes)) {
            throw Refusals.invalidArgument(
                    "The parameter StatusCodes contains one or more parameters that are not valid.");
        }
    }
}
