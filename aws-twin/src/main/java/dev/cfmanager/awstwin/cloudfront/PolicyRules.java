// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Set;

/** Rules of cache, origin request and response headers policies. */
final class PolicyRules {
    private static final int NAME_LENGTH = 128;

    private PolicyRules() {}

    static void checkCachePolicy(XmlElement config, Quotas quotas) {
        name(config);
        Quantities.check(config);
        long min = ttl(config, "MinTTL", 0);
        long usual = ttl(config, "DefaultTTL", Math.max(min, 86_400));
        long max = ttl(config, "MaxTTL", Math.max(usual, 31_536_000));
        if (min > usual || usual > max) {
            throw Refusals.invalidArgument("MinTTL must not exceed DefaultTTL, nor DefaultTTL MaxTTL.");
        }
        XmlElement parameters =
                config.child("ParametersInCacheKeyAndForwardedToOrigin").orElse(XmlElement.of("None", ""));
        if (max == 0 && (varies(parameters) || parameters.flagAt("EnableAcceptEncodingGzip"))) {
            throw Refusals.invalidArgument(
                    "With caching disabled a cache policy cannot name headers, cookies, query strings or encodings.");
        }
        list(parameters, "Headers", "Header", Set.of("none", "whitelist"), quotas, Quota.HEADERS_PER_CACHE_POLICY);
        list(
                parameters,
                "Cookies",
                "Cookie",
                Set.of("none", "whitelist", "allExcept", "all"),
                quotas,
                Quota.COOKIES_PER_CACHE_POLICY);
        list(
                parameters,
                "QueryStrings",
                "QueryString",
                Set.of("none", "whitelist", "allExcept", "all"),
                quotas,
                Quota.QUERY_STRINGS_PER_CACHE_POLICY);
    }

    static void checkOriginRequestPolicy(XmlElement config, Quotas quotas) {
        name(config);
        Quantities.check(config);
        list(
                config,
                "Headers",
                "Header",
                Set.of("none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"),
                quotas,
                Quota.HEADERS_PER_ORIGIN_REQUEST_POLICY);
        list(
                config,
                "Cookies",
                "Cookie",
                Set.of("none", "whitelist", "all", "allExcept"),
                quotas,
                Quota.COOKIES_PER_ORIGIN_REQUEST_POLICY);
        list(
                config,
                "QueryStrings",
                "QueryString",
                Set.of("none", "whitelist", "all", "allExcept"),
                quotas,
                Quota.QUERY_STRINGS_PER_ORIGIN_REQUEST_POLICY);
    }

    static void checkResponseHeadersPolicy(XmlElement config, Quotas quotas) {
        name(config);
        Quantities.check(config);
        quotas.admit(
                Quota.CUSTOM_HEADERS_PER_RESPONSE_HEADERS_POLICY,
                config.itemsAt("CustomHeadersConfig").size());
        quotas.admit(
                Quota.REMOVED_HEADERS_PER_RESPONSE_HEADERS_POLICY,
                config.itemsAt("RemoveHeadersConfig").size());
    }

    private static void name(XmlElement config) {
        String name = config.textAt("Name");
        if (name.isEmpty()) {
            throw Refusals.required("Name");
        }
        if (name.length() > NAME_LENGTH || !name.matches("[A-Za-z0-9_-]+")) {
            throw Refusals.invalidArgument(
                    "The parameter Name contains characters that are not valid, or is too long.");
        }
    }

    private static long ttl(XmlElement config, String member, long ifAbsent) {
        String text = config.textAt(member);
        if (text.isEmpty()) {
            if (member.equals("MinTTL")) {
                throw Refusals.required(member);
            }
            return ifAbsent;
        }
        if (!text.matches("\\d{1,15}")) {
            throw Refusals.invalidArgument("The parameter " + member + " must not be negative.");
        }
        return Long.parseLong(text);
    }

    private static boolean varies(XmlElement parameters) {
        return List.of("Header", "Cookie", "QueryString").stream()
                .map(what -> parameters.textAt(what + "sConfig", what + "Behavior"))
                .anyMatch(behavior -> !behavior.isEmpty() && !behavior.equals("none"));
    }

    private static void list(
            XmlElement parent, String plural, String singular, Set<String> behaviors, Quotas quotas, Quota quota) {
        XmlElement part = parent.child(plural + "Config").orElse(null);
        if (part == null) {
            throw Refusals.required(plural + "Config");
        }
        String behavior = part.textAt(singular + "Behavior");
        if (!behaviors.contains(behavior)) {
            throw Refusals.invalidArgument("The parameter " + singular + "Behavior is not valid.");
        }
        int named = part.itemsAt(plural).size();
        boolean wantsNames = Set.of("whitelist", "allExcept", "allViewerAndWhitelistCloudFront")
                .contains(behavior);
        if (wantsNames != named > 0) {
            throw Refusals.invalidArgument(
                    "The parameter " + plural + " does not fit " + singular + "Behavior " + behavior + ".");
        }
        quotas.admit(quota, named);
    }
}
