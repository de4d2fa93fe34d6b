// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The kinds of named things that distributions refer to, and how their wire forms and codes differ. */
enum ResourceKind {
    ORIGIN_ACCESS_CONTROL(
            "OriginAccessControl",
            "OriginAccessControls",
            "origin-access-control",
            "Name",
            Quota.ORIGIN_ACCESS_CONTROLS,
            OriginAccess::checkControl),
    ORIGIN_ACCESS_IDENTITY(
            "CloudFrontOriginAccessIdentity",
            "CloudFrontOriginAccessIdentities",
            "origin-access-identity/cloudfront",
            "CallerReference",
            Quota.ORIGIN_ACCESS_IDENTITIES,
            OriginAccess::checkIdentity),
    CACHE_POLICY(
            "CachePolicy",
            "CachePolicies",
            "cache-policy",
            "Name",
            Quota.CACHE_POLICIES,
            PolicyRules::checkCachePolicy),
    ORIGIN_REQUEST_POLICY(
            "OriginRequestPolicy",
            "OriginRequestPolicies",
            "origin-request-policy",
            "Name",
            Quota.ORIGIN_REQUEST_POLICIES,
            PolicyRules::checkOriginRequestPolicy),
    RESPONSE_HEADERS_POLICY(
            "ResponseHeadersPolicy",
            "ResponseHeadersPolicies",
            "response-headers-policy",
            "Name",
            Quota.RESPONSE_HEADERS_POLICIES,
            PolicyRules::checkResponseHeadersPolicy);

    private final String element;
    private final String plural;
    private final String path;
    private final String uniqueMember;
    private final Quota quota;
    private final BiConsumer<XmlElement, Quotas> check;

    ResourceKind(
            String element,
            String plural,
            String path,
            String uniqueMember,
            Quota quota,
            BiConsumer<XmlElement, Quotas> check) {
        this.element = element;
        this.plural = plural;
        this.path = path;
        this.uniqueMember = uniqueMember;
        this.quota = quota;
        this.check = check;
    }

    /** The element's name, such as {@code CachePolicy}; its configuration is {@code CachePolicyConfig}. */
    String element() {
        return element;
    }

    String config() {
        return element + "Config";
    }

    /** As the list operation spells it. */
    String plural() {
        return plural;
    }

    String path() {
        return path;
    }

    /** The ARN's resource type; also the key under which uses are noted. */
    String usage() {
        return path.replace("/cloudfront", "");
    }

    /** The member of the configuration that no two of the kind may share. */
    String uniqueMember() {
        return uniqueMember;
    }

    Quota quota() {
        return quota;
    }

    boolean policy() {
        return this == CACHE_POLICY || this == ORIGIN_REQUEST_POLICY || this == RESPONSE_HEADERS_POLICY;
    }

    /** Whether {@code Update} has the path of {@code GetConfig}; policies are updated at their own path. */
    boolean updatedAtConfig() {
        return !policy();
    }

    String noSuch() {
        return "NoSuch" + element;
    }

    String alreadyExists() {
        return element + "AlreadyExists";
    }

    String inUse() {
        return element + "InUse";
    }

    /** Refuses a configuration that AWS would not take. */
    void check(XmlElement config, Quotas quotas) {
        check.accept(config, quotas);
    }

    XmlElement whole(Resource resource) {
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Id", resource.id()));
        if (policy()) {
            members.add(XmlElement.of("LastModifiedTime", DistributionXml.time(resource.modifiedAt())));
        }
        if (this == ORIGIN_ACCESS_IDENTITY) {
            members.add(XmlElement.of("S3CanonicalUserId", resource.canonicalUser()));
        }
        members.add(resource.config());
        return XmlElement.of(element, members);
    }

    XmlElement summary(Resource resource) {
        String name = element + "Summary";
        if (policy()) {
            return XmlElement.of(
                    name, XmlElement.of("Type", resource.managed() ? "managed" : "custom"), whole(resource));
        }
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("Id", resource.id()));
        if (this == ORIGIN_ACCESS_IDENTITY) {
            members.add(XmlElement.of("S3CanonicalUserId", resource.canonicalUser()));
            members.add(XmlElement.of("Comment", resource.config().textAt("Comment")));
        } else {
            members.addAll(resource.config()
                    .withDefault(XmlElement.of("Description", ""))
                    .children());
        }
        return XmlElement.of(name, members);
    }
}
