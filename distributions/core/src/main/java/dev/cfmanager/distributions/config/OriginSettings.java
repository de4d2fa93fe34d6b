// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How CloudFront talks to each origin: ports, protocols, timeouts in seconds, and the headers it adds.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html">Origin</a>
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html">CustomOriginConfig</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html">Custom headers</a>
 */
final class OriginSettings implements ConfigRule {
    private static final List<String> KINDS = List.of("S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig");
    private static final int MAX_PATH = 255;
    private static final int MAX_TIMEOUT = 120;
    private static final int MAX_HEADER_NAME = 256;
    private static final int MAX_HEADER_VALUE = 1783;
    private static final int MAX_HEADERS = 10_240;
    private static final List<String> PROTOCOL_POLICIES = List.of("http-only", "match-viewer", "https-only");
    private static final List<String> SSL_PROTOCOLS = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"); // RFC 9110, token

    private static final List<String> NEVER_ADDED_PREFIXES = List.of("x-amz-", "x-edge-");

    /** <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist">Headers that CloudFront does not add.</a> */
    private static final Set<String> NEVER_ADDED = Set.of(
            "cache-control",
            "connection",
            "content-length",
            "cookie",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "pragma",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "request-range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-real-ip");

    @Override
    public void apply(ConfigDraft draft) {
        Checks checks = new Checks(draft.problems());
        for (Part origin : Part.origins(draft.config())) {
            kind(origin, checks);
            checks.length(origin, "OriginPath", MAX_PATH);
            checks.range(origin, "ConnectionAttempts", 1, 3);
            checks.range(origin, "ConnectionTimeout", 1, 10);
            origin.child("S3OriginConfig").ifPresent(s3 -> checks.range(s3, "OriginReadTimeout", 1, MAX_TIMEOUT));
            origin.child("CustomOriginConfig").ifPresent(custom -> custom(custom, checks));
            origin.child("VpcOriginConfig").ifPresent(vpc -> vpc(vpc, checks));
            origin.child("OriginShield").ifPresent(shield -> shield(shield, checks));
            headers(origin, checks);
        }
    }

    private static void kind(Part origin, Checks checks) {
        List<String> given = KINDS.stream().filter(origin.node()::has).toList();
        given.stream()
                .skip(1)
                .forEach(kind -> checks.problem(origin, kind, "cannot be used together with " + given.get(0)));
    }

    private static void custom(Part custom, Checks checks) {
        port(custom, "HTTPPort", checks);
        port(custom, "HTTPSPort", checks);
        checks.required(custom, "OriginProtocolPolicy", PROTOCOL_POLICIES);
        timeouts(custom, checks);
        if (custom.node().has("OriginSslProtocols")) {
            checks.distinct(custom, "OriginSslProtocols", SSL_PROTOCOLS);
            if (custom.texts("OriginSslProtocols").isEmpty()) {
                checks.problem(custom, "OriginSslProtocols", "must hold at least one protocol");
            }
        }
    }

    private static void vpc(Part vpc, Checks checks) {
        if (vpc.text("VpcOriginId").isEmpty()) {
            checks.problem(vpc, "VpcOriginId", "is required");
        }
        timeouts(vpc, checks);
    }

    private static void timeouts(Part config, Checks checks) {
        checks.range(config, "OriginReadTimeout", 1, MAX_TIMEOUT);
        checks.range(config, "OriginKeepaliveTimeout", 1, MAX_TIMEOUT);
    }

    private static void port(Part custom, String member, Checks checks) {
        int port = custom.node().path(member).asInt();
        if (port != 80 && port != 443 && (port < 1024 || port > 65_535)) {
            checks.problem(custom, member, "must be 80, 443, or between 1024 and 65535");
        }
    }

    private static void shield(Part shield, Checks checks) {
        if (!shield.node().has("Enabled")) {
            checks.problem(shield, "Enabled", "is required");
        }
        if (shield.node().path("Enabled").asBoolean()
                && shield.text("OriginShieldRegion").isEmpty()) {
            checks.problem(shield, "OriginShieldRegion", "is required where Origin Shield is enabled");
        }
    }

    private static void headers(Part origin, Checks checks) {
        int characters = 0;
        for (Part header : origin.items("CustomHeaders")) {
            String name = header.text("HeaderName");
            characters += name.length() + header.text("HeaderValue").length();
            if (!HEADER_NAME.matcher(name).matches()) {
                checks.problem(header, "HeaderName", "must be a header's name");
            }
            if (neverAdded(name.toLowerCase(Locale.ROOT))) {
                checks.problem(
                        header,
                        "HeaderName",
                        "is " + name + ", which CloudFront does not let anybody add; name another");
            }
            if (!header.node().has("HeaderValue")) {
                checks.problem(header, "HeaderValue", "is required");
            }
            checks.length(header, "HeaderName", MAX_HEADER_NAME);
            checks.length(header, "HeaderValue", MAX_HEADER_VALUE);
        }
        if (characters > MAX_HEADERS) {
            checks.problem(
                    origin,
                    "CustomHeaders",
                    "may have at most " + MAX_HEADERS + " characters in all names and values, not " + characters);
        }
    }

    private static boolean neverAdded(String lowerCaseName) {
        return NEVER_ADDED.contains(lowerCaseName)
                || NEVER_ADDED_PREFIXES.stream().anyMatch(lowerCaseName::startsWith);
    }
}
