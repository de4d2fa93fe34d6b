// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;

/** How CloudFront shows a distribution. */
final class DistributionXml {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** The members of the configuration that a summary repeats. */
    private static final List<String> SUMMARISED = List.of(
            "Aliases",
            "Origins",
            "OriginGroups",
            "DefaultCacheBehavior",
            "CacheBehaviors",
            "CustomErrorResponses",
            "Comment",
            "PriceClass",
            "Enabled",
            "ViewerCertificate",
            "Restrictions",
            "WebACLId",
            "HttpVersion",
            "IsIPV6Enabled",
            "Staging",
            "ConnectionMode",
            "AnycastIpListId",
            "ViewerMtlsConfig",
            "ConnectionFunctionAssociation");

    private DistributionXml() {}

    /** A time as CloudFront writes it, with milliseconds. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The {@code Distribution} element. */
    static XmlElement whole(Distribution distribution, Instant now, int invalidationsInProgress) {
        List<XmlElement> members = new ArrayList<>(head(distribution, now));
        members.add(3, XmlElement.of("InProgressInvalidationBatches", invalidationsInProgress));
        members.add(activeTrust("ActiveTrustedSigners", "TrustedSigners", distribution.config()));
        members.add(activeTrust("ActiveTrustedKeyGroups", "TrustedKeyGroups", distribution.config()));
        members.add(distribution.config());
        aliasRecords(distribution.config(), members);
        return XmlElement.of("Distribution", members);
    }

    /** The {@code DistributionSummary} element. */
    static XmlElement summary(Distribution distribution, Instant now) {
        List<XmlElement> members = new ArrayList<>(head(distribution, now));
        members.add(XmlElement.of("ETag", distribution.etag()));
        for (XmlElement member : distribution.config().children()) {
            if (SUMMARISED.contains(member.name())) {
                members.add(member);
            }
        }
        aliasRecords(distribution.config(), members);
        return XmlElement.of("DistributionSummary", members);
    }

    private static List<XmlElement> head(Distribution distribution, Instant now) {
        return List.of(
                XmlElement.of("Id", distribution.id()),
                XmlElement.of("ARN", distribution.arn()),
                XmlElement.of("Status", distribution.status(now)),
                XmlElement.of("LastModifiedTime", time(distribution.modifiedAt())),
                XmlElement.of("DomainName", distribution.domainName()));
    }

    private static XmlElement activeTrust(String name, String member, XmlElement config) {
        boolean enabled = config.flagAt("DefaultCacheBehavior", member, "Enabled")
                || config.itemsAt("CacheBehaviors").stream().anyMatch(behavior -> behavior.flagAt(member, "Enabled"));
        return XmlElement.of(name, XmlElement.of("Enabled", enabled), XmlElement.of("Quantity", 0));
    }

    private static void aliasRecords(XmlElement config, List<XmlElement> members) {
        List<String> aliases = config.textsAt("Aliases");
        if (!aliases.isEmpty()) {
            members.add(XmlElement.of(
                    "AliasICPRecordals",
                    aliases.stream()
                            .map(alias -> XmlElement.of(
                                    "AliasICPRecordal",
                                    XmlElement.of("CNAME", alias),
                                    XmlElement.of("ICPRecordalStatus", "APPROVED")))
                            .toList()));
        }
    }
}
