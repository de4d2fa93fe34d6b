// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in cache behaviors.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html">CacheBehavior</a>
 */
final class BehaviorRules {
    private static final List<ResourceKind> POLICIES = List.of(
            ResourceKind.CACHE_POLICY, ResourceKind.ORIGIN_REQUEST_POLICY, ResourceKind.RESPONSE_HEADERS_POLICY);
    private static final Set<String> PROTOCOL_POLICIES = Set.of("allow-all", "https-only", "redirect-to-https");
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> READ_AND_OPTIONS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> ALL = Set.of("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE");
    private static final List<String> LEGACY = List.of("ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL");
    private static final Pattern PATH_PATTERN = Pattern.compile("[A-Za-z0-9_.*?$/~\"'@:+&-]{1,255}");
    private static final Pattern ACCOUNT = Pattern.compile("self|\\d{12}");
    private static final long FOREVER = 3_153_600_000L;

    private final ResourceRegistry resources;
    private final Quotas quotas;

    BehaviorRules(ResourceRegistry resources, Quotas quotas) {
        this.resources = resources;
        this.quotas = quotas;
    }

    void check(XmlElement config) {
        Set<String> targets = new HashSet<>();
        config.itemsAt("Origins").forEach(origin -> targets.add(origin.textAt("Id")));
        config.itemsAt("OriginGroups").forEach(group -> targets.add(group.textAt("Id")));
        List<XmlElement> behaviors = Behaviors.of(config);
        quotas.admit(Quota.CACHE_BEHAVIORS_PER_DISTRIBUTION, behaviors.size());
        paths(config);
        for (XmlElement behavior : behaviors) {
            if (behavior.textAt("TargetOriginId").isEmpty()) {
                throw Refusals.required("TargetOriginId");
            }
            if (!targets.contains(behavior.textAt("TargetOriginId"))) {
                throw Refusals.notFound("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
            }
            Members.required(behavior, "ViewerProtocolPolicy", PROTOCOL_POLICIES);
            methods(behavior);
            policies(behavior);
            signers(behavior);
            if (behavior.textAt("CachePolicyId").isEmpty()) {
                forwarding(behavior);
            }
        }
    }

    private static void paths(XmlElement config) {
        Set<String> seen = new HashSet<>();
        for (XmlElement behavior : config.itemsAt("CacheBehaviors")) {
            String pattern = behavior.textAt("PathPattern");
            if (pattern.isEmpty()) {
                throw Refusals.required("PathPattern");
            }
            if (!PATH_PATTERN.matcher(pattern).matches() || !seen.add(pattern)) {
                throw Refusals.invalidArgument(
                        "The parameter PathPattern contains one or more parameters that are not valid: " + pattern);
            }
        }
    }

    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html */
    private static void methods(XmlElement behavior) {
        XmlElement allowed = behavior.child("AllowedMethods").orElse(null);
        if (allowed == null) {
            return;
        }
        Set<String> methods = Set.copyOf(allowed.textsAt());
        Set<String> cached = Set.copyOf(allowed.textsAt("CachedMethods"));
        boolean known = methods.equals(READ) || methods.equals(READ_AND_OPTIONS) || methods.equals(ALL);
        boolean cachedKnown = cached.isEmpty() && !allowed.has("CachedMethods")
                || (cached.equals(READ) || cached.equals(READ_AND_OPTIONS)) && methods.containsAll(cached);
        if (!known || !cachedKnown) {
            throw Refusals.invalidArgument(
                    "The parameter " + (known ? "CachedMethods" : "AllowedMethods") + " does not have a valid value.");
        }
    }

    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html */
    private void signers(XmlElement behavior) {
        for (String account : behavior.textsAt("TrustedSigners")) {
            if (!ACCOUNT.matcher(account).matches()) {
                throw Refusals.badRequest(
                        "TrustedSignerDoesNotExist", "One or more of your trusted signers don't exist.");
            }
        }
        List<String> groups = behavior.textsAt("TrustedKeyGroups");
        quotas.admit(Quota.KEY_GROUPS_PER_CACHE_BEHAVIOR, groups.size());
        if (!groups.isEmpty()) {
            // An account whose key groups nobody could have made: the twin has no operations for them.
            throw Refusals.badRequest("TrustedKeyGroupDoesNotExist", "The specified key group does not exist.");
        }
    }

    private void policies(XmlElement behavior) {
        for (ResourceKind policy : POLICIES) {
            String id = behavior.textAt(policy.element() + "Id");
            if (!id.isEmpty() && !resources.has(policy, id)) {
                throw Refusals.notFound(policy.noSuch(), "The specified policy does not exist.");
            }
        }
        if (!behavior.textAt("CachePolicyId").isEmpty()) {
            for (String member : LEGACY) {
                if (behavior.has(member)) {
                    throw Refusals.invalidArgument("The parameter " + member
                            + " cannot be used when a cache policy is associated to the cache behavior.");
                }
            }
        } else if (!behavior.textAt("OriginRequestPolicyId").isEmpty()) {
            throw Refusals.invalidArgument(
                    "The parameter OriginRequestPolicyId cannot be used without a cache policy in the cache behavior.");
        }
    }

    /** The older way to say what is cached; without a cache policy it is required. */
    private static void forwarding(XmlElement behavior) {
        XmlElement values = behavior.child("ForwardedValues").orElseThrow(() -> Refusals.required("ForwardedValues"));
        Members.required(values, "QueryString", Set.of("true", "false"));
        XmlElement cookies = values.child("Cookies").orElseThrow(() -> Refusals.required("Cookies"));
        String forward = cookies.textAt("Forward");
        boolean names = !cookies.itemsAt("WhitelistedNames").isEmpty();
        if (!Set.of("none", "whitelist", "all").contains(forward) || names != forward.equals("whitelist")) {
            throw Refusals.badRequest(
                    "InvalidForwardCookies",
                    "Your request contains a forward cookies option that does not match its list of cookie names.");
        }
        if (behavior.textAt("MinTTL").isEmpty()) {
            throw Refusals.required("MinTTL");
        }
        for (String member : List.of("MinTTL", "DefaultTTL", "MaxTTL")) {
            Members.range(behavior, member, 0, FOREVER);
        }
        long min = Members.number(behavior, "MinTTL", 0);
        long usual = Members.number(behavior, "DefaultTTL", Math.max(min, 86_400));
        long max = Members.number(behavior, "MaxTTL", Math.max(usual, 31_536_000));
        if (min > usual || usual > max) {
            throw Refusals.badRequest("InvalidTTLOrder", "The order of TTL values in your request is invalid.");
        }
    }
}
