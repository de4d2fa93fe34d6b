// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups of two origins, of which the second answers where the first fails.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroup.html">OriginGroup</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html">Origin failover</a>
 */
final class OriginGroups implements ConfigRule {
    private static final int MEMBERS = 2;
    private static final Set<String> CODES = Set.of("400", "403", "404", "416", "429", "500", "502", "503", "504");
    private static final List<String> SELECTIONS = List.of("default", "media-quality-based");

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        Set<String> origins = Part.origins(draft.config()).stream()
                .map(origin -> origin.text("Id"))
                .collect(Collectors.toSet());
        Set<String> ids = new HashSet<>(origins);
        for (Part group : Part.root(draft.config()).items("OriginGroups")) {
            if (group.text("Id").isBlank()) {
                checks.problem(group, "Id", "is required");
            } else if (!ids.add(group.text("Id"))) {
                checks.problem(group, "Id", "is used twice: " + group.text("Id"));
            }
            members(group, origins, checks);
            criteria(group, checks);
            checks.optional(group, "SelectionCriteria", SELECTIONS);
        }
    }

    private static void members(Part group, Set<String> origins, Checks checks) {
        List<Part> members = group.items("Members");
        long distinct = members.stream()
                .map(member -> member.text("OriginId"))
                .distinct()
                .count();
        if (members.size() != MEMBERS || distinct != MEMBERS) {
            checks.problem(group, "Members", "must hold exactly two different origins");
        }
        for (Part member : members) {
            String origin = member.text("OriginId");
            if (!origins.contains(origin)) {
                checks.problem(member, "OriginId", "names no origin of this configuration: " + origin);
            }
        }
    }

    private static void criteria(Part group, Checks checks) {
        Part criteria = group.child("FailoverCriteria").orElse(group);
        List<String> codes = criteria.texts("StatusCodes");
        if (codes.isEmpty()) {
            checks.problem(group, "FailoverCriteria", "must say at which StatusCodes the second origin is asked");
        } else {
            checks.distinct(criteria, "StatusCodes", CODES);
        }
    }
}
