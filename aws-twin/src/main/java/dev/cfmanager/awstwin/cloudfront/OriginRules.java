// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in origins.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html">Origin</a>
 */
final class OriginRules {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)+");

    private OriginRules() {}

    static void check(XmlElement config, BiPredicate<ResourceKind, String> exists, Quotas quotas) {
        Set<String> ids = new HashSet<>();
        quotas.admit(Quota.ORIGINS_PER_DISTRIBUTION, config.itemsAt("Origins").size());
        for (XmlElement origin : config.itemsAt("Origins")) {
            String id = origin.textAt("Id");
            if (id.isEmpty()) {
                throw Refusals.required("Origin Id");
            }
            if (!ids.add(id)) {
                throw Refusals.invalidArgument("The parameter Origin Id must be unique within the distribution.");
            }
            origin(origin, exists);
            quotas.admit(
                    Quota.CUSTOM_HEADERS_PER_ORIGIN,
                    origin.itemsAt("CustomHeaders").size());
        }
    }

    private static void origin(XmlElement origin, BiPredicate<ResourceKind, String> exists) {
        String domainName = origin.textAt("DomainName");
        if (!HOST.matcher(domainName).matches()) {
            throw Refusals.invalidArgument("The parameter origin name must be a domain name.");
        }
        boolean s3 = origin.has("S3OriginConfig");
        boolean custom = origin.has("CustomOriginConfig");
        boolean vpc = origin.has("VpcOriginConfig");
        if ((s3 ? 1 : 0) + (custom ? 1 : 0) + (vpc ? 1 : 0) != 1) {
            throw Refusals.badRequest("InvalidOrigin", "The specified origin server does not exist or is not valid.");
        }
        if (s3 && !OriginNames.s3Rest(domainName)) {
            throw Refusals.invalidArgument("The parameter Origin DomainName does not refer to a valid S3 bucket.");
        }
        access(origin, exists);
    }

    private static void access(XmlElement origin, BiPredicate<ResourceKind, String> exists) {
        String control = origin.textAt("OriginAccessControlId");
        String identity = OriginNames.accessIdentity(origin);
        if (!control.isEmpty() && !identity.isEmpty()) {
            throw Refusals.badRequest(
                    "IllegalOriginAccessConfiguration",
                    "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).");
        }
        if (!control.isEmpty() && !exists.test(ResourceKind.ORIGIN_ACCESS_CONTROL, control)) {
            throw Refusals.badRequest("InvalidOriginAccessControl", "The origin access control is not valid.");
        }
        if (!identity.isEmpty() && !exists.test(ResourceKind.ORIGIN_ACCESS_IDENTITY, identity)) {
            throw Refusals.badRequest(
                    "InvalidOriginAccessIdentity",
                    "The specified origin access identity does not exist or is not valid.");
        }
    }
}
