// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;

/**
 * What an update must not do: change the caller reference, or leave out a member that a creation may leave out. An
 * update replaces the whole configuration; whoever sends less than he read gets {@code IllegalUpdate}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-overview-required-fields.html">Required fields</a>
 */
final class UpdateRules {
    private static final List<String> DISTRIBUTION = List.of(
            "Aliases",
            "DefaultRootObject",
            "CacheBehaviors",
            "CustomErrorResponses",
            "Logging",
            "PriceClass",
            "ViewerCertificate",
            "Restrictions",
            "WebACLId",
            "HttpVersion");
    private static final List<String> BEHAVIOR =
            List.of("AllowedMethods", "SmoothStreaming", "Compress", "FieldLevelEncryptionId");
    private static final List<String> LEGACY_BEHAVIOR = List.of("DefaultTTL", "MaxTTL");
    private static final List<String> ORIGIN = List.of("OriginPath", "CustomHeaders");
    private static final List<String> CUSTOM_ORIGIN =
            List.of("OriginSslProtocols", "OriginReadTimeout", "OriginKeepaliveTimeout");

    private UpdateRules() {}

    static void check(XmlElement current, XmlElement wanted) {
        if (!wanted.textAt("CallerReference").equals(current.textAt("CallerReference"))) {
            throw illegal("You cannot update Origin or CallerReference.");
        }
        if (wanted.flagAt("Staging") != current.flagAt("Staging")) {
            throw illegal("You cannot change whether a distribution is a staging distribution.");
        }
        requireAll(wanted, DISTRIBUTION);
        for (XmlElement behavior : Behaviors.of(wanted)) {
            requireAll(behavior, BEHAVIOR);
            if (behavior.has("ForwardedValues")) {
                requireAll(behavior, LEGACY_BEHAVIOR);
            }
        }
        for (XmlElement origin : wanted.itemsAt("Origins")) {
            requireAll(origin, ORIGIN);
            origin.child("CustomOriginConfig").ifPresent(custom -> requireAll(custom, CUSTOM_ORIGIN));
        }
    }

    private static void requireAll(XmlElement element, List<String> members) {
        for (String member : members) {
            if (!element.has(member)) {
                throw illegal(member + " is required for updates.");
            }
        }
    }

    private static RuntimeException illegal(String message) {
        return Refusals.badRequest("IllegalUpdate", message);
    }
}
