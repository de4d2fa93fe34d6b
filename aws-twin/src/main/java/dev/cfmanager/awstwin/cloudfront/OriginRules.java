// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What CloudFront refuses in origins and origin groups.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html">Origin</a>
 */
final class OriginRules {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)+");
    private static final Set<String> PROTOCOL_POLICIES = Set.of("http-only", "match-viewer", "https-only");
    private static final Set<String> SSL_PROTOCOLS = Set.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2");
    private static final int PATH_LENGTH = 255;
    private static final int MEMBERS_OF_GROUP = 2;
    private static final int LONGEST_TIMEOUT = 120;

    private final ResourceRegistry resources;
    private final Quotas quotas;

    OriginRules(ResourceRegistry resources, Quotas quotas) {
        this.resources = resources;
        this.quotas = quotas;
    }

    void check(XmlElement config) {
        List<XmlElement> origins = config.itemsAt("Origins");
        quotas.admit(Quota.ORIGINS_PER_DISTRIBUTION, origins.size());
        Set<String> ids = new HashSet<>();
        for (XmlElement origin : origins) {
            String id = origin.textAt("Id");
            if (id.isEmpty()) {
                throw Refusals.required("Origin Id");
            }
            if (!ids.add(id)) {
                throw Refusals.invalidArgument("The parameter Origin Id must be unique within the distribution.");
            }
            host(origin);
            path(origin);
            limits(origin);
            access(origin);
        }
        groups(config, ids);
    }

    private static void host(XmlElement origin) {
        String domainName = origin.textAt("DomainName");
        if (!HOST.matcher(domainName).matches()) {
            throw Refusals.invalidArgument("The parameter origin name must be a domain name.");
        }
        boolean s3 = origin.has("S3OriginConfig");
        boolean custom = origin.has("CustomOriginConfig");
        boolean vpc = origin.has("VpcOriginConfig");
        if (s3 && custom) {
            throw Refusals.badRequest(
                    "InvalidOrigin", "You must specify either a CustomOrigin or an S3Origin. You cannot specify both.");
        }
        if (!s3 && !custom && !vpc) {
            throw Refusals.badRequest("InvalidOrigin", "The specified origin server does not exist or is not valid.");
        }
        if (s3 && !OriginNames.s3Rest(domainName)) {
            throw Refusals.invalidArgument("The parameter Origin DomainName does not refer to a valid S3 bucket.");
        }
    }

    private static void path(XmlElement origin) {
        String path = origin.textAt("OriginPath");
        boolean fits = path.isEmpty() || (path.startsWith("/") && !path.endsWith("/"));
        if (!fits || path.length() > PATH_LENGTH) {
            throw Refusals.invalidArgument(
                    "The parameter OriginPath must begin with a slash (/) and must not end with one.");
        }
    }

    private void limits(XmlElement origin) {
        quotas.admit(
                Quota.CUSTOM_HEADERS_PER_ORIGIN, origin.itemsAt("CustomHeaders").size());
        Members.range(origin, "ConnectionAttempts", 1, 3);
        Members.range(origin, "ConnectionTimeout", 1, 10);
        origin.child("CustomOriginConfig").ifPresent(OriginRules::custom);
        origin.child("S3OriginConfig").ifPresent(OriginRules::readTimeout);
        if (origin.flagAt("OriginShield", "Enabled")
                && origin.textAt("OriginShield", "OriginShieldRegion").isEmpty()) {
            throw Refusals.required("OriginShieldRegion");
        }
    }

    private static void custom(XmlElement custom) {
        port(custom, "HTTPPort");
        port(custom, "HTTPSPort");
        Members.required(custom, "OriginProtocolPolicy", PROTOCOL_POLICIES);
        readTimeout(custom);
        Members.range(custom, "OriginKeepaliveTimeout", 1, LONGEST_TIMEOUT, "InvalidOriginKeepaliveTimeout");
        List<String> protocols = custom.textsAt("OriginSslProtocols");
        if (custom.has("OriginSslProtocols") && (protocols.isEmpty() || !SSL_PROTOCOLS.containsAll(protocols))) {
            throw Refusals.invalidArgument("The parameter OriginSslProtocols does not have a valid value.");
        }
    }

    private static void readTimeout(XmlElement config) {
        Members.range(config, "OriginReadTimeout", 1, LONGEST_TIMEOUT, "InvalidOriginReadTimeout");
    }

    /** Ports 80, 443 and 1024 to 65535. */
    private static void port(XmlElement custom, String member) {
        long port = Members.number(custom, member, -1);
        if (custom.textAt(member).isEmpty()) {
            throw Refusals.required(member);
        }
        if (port != 80 && port != 443 && (port < 1024 || port > 65_535)) {
            throw Refusals.invalidArgument("The parameter " + member + " does not have a valid value.");
        }
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
    private void access(XmlElement origin) {
        String control = origin.textAt("OriginAccessControlId");
        String identity = OriginNames.accessIdentity(origin);
        if (!control.isEmpty() && !identity.isEmpty()) {
            throw Refusals.badRequest(
                    "IllegalOriginAccessConfiguration",
                    "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).");
        }
        if (!control.isEmpty()) {
            XmlElement found = resources
                    .find(ResourceKind.ORIGIN_ACCESS_CONTROL, control)
                    .map(Resource::config)
                    .orElseThrow(() -> Refusals.badRequest(
                            "InvalidOriginAccessControl", "The origin access control is not valid."));
            boolean s3Control = found.textAt("OriginAccessControlOriginType").equals("s3");
            if (s3Control != OriginNames.s3Rest(origin.textAt("DomainName"))) {
                throw Refusals.badRequest(
                        "InvalidDomainNameForOriginAccessControl",
                        "An origin access control is associated with an origin whose domain name is not supported.");
            }
        }
        if (!identity.isEmpty() && !resources.has(ResourceKind.ORIGIN_ACCESS_IDENTITY, identity)) {
            throw Refusals.badRequest(
                    "InvalidOriginAccessIdentity",
                    "The specified origin access identity does not exist or is not valid.");
        }
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroup.html */
    private void groups(XmlElement config, Set<String> ids) {
        List<XmlElement> groups = config.itemsAt("OriginGroups");
        quotas.admit(Quota.ORIGIN_GROUPS_PER_DISTRIBUTION, groups.size());
        Set<String> names = new HashSet<>(ids);
        for (XmlElement group : groups) {
            List<String> members = group.itemsAt("Members").stream()
                    .map(member -> member.textAt("OriginId"))
                    .collect(Collectors.toList());
            if (!names.add(group.textAt("Id")) || members.size() != MEMBERS_OF_GROUP) {
                throw Refusals.invalidArgument(
                        "An origin group must have an Id of its own and exactly two origins as its members.");
            }
            if (!ids.containsAll(members)) {
                throw Refusals.notFound("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
            }
            if (group.textsAt("FailoverCriteria", "StatusCodes").isEmpty()) {
                throw Refusals.required("StatusCodes");
            }
        }
    }
}
