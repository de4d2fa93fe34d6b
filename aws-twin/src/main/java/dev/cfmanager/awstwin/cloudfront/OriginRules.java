// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in origins; {@link OriginGroupRules} and {@link CustomHeaderRules} look at parts of them.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html">Origin</a>
 */
final class OriginRules {
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
            + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)+");
    private static final Set<String> PROTOCOL_POLICIES = Set.of("http-only", "match-viewer", "https-only");
    private static final Set<String> SSL_PROTOCOLS = Set.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2");
    private static final int PATH_LENGTH = 255;
    private static final Pattern SHIELD_REGION = Pattern.compile("[a-z]{2}-[a-z]+-\\d");
    private static final int LONGEST_TIMEOUT = 120;

    private final ResourceRegistry resources;
    private final Quotas quotas;
    private final CustomHeaderRules customHeaders;
    private final OriginGroupRules groups;

    OriginRules(ResourceRegistry resources, Quotas quotas) {
        this.resources = resources;
        this.quotas = quotas;
        this.customHeaders = new CustomHeaderRules(quotas);
        this.groups = new OriginGroupRules(quotas);
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
        groups.check(config, ids);
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
        customHeaders.check(origin);
        Members.range(origin, "ConnectionAttempts", 1, 3);
        Members.range(origin, "ConnectionTimeout", 1, 10);
        origin.child("CustomOriginConfig").ifPresent(OriginRules::custom);
        origin.child("S3OriginConfig").ifPresent(OriginRules::readTimeout);
        origin.child("OriginShield").ifPresent(OriginRules::shield);
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginShield.html */
    private static void shield(XmlElement shield) {
        String region = shield.textAt("OriginShieldRegion");
        if (region.isEmpty() && shield.flagAt("Enabled")) {
            throw Refusals.required("OriginShieldRegion");
        }
        if (!region.isEmpty() && !SHIELD_REGION.matcher(region).matches()) {
            throw Refusals.invalidArgument("The parameter OriginShieldRegion does not have a valid value: " + region);
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
}
