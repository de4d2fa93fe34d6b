// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cache behavior keeps, for how long, and under which key: its cache policy, or the older {@code
 * ForwardedValues} with the TTLs beside them.
 *
 * @param minTtl minimum time in the cache, seconds
 * @param defaultTtl time in the cache when the origin says nothing, seconds
 * @param maxTtl maximum time in the cache, seconds
 * @param headers headers in the cache key
 * @param cookies cookies in the cache key
 * @param queryStrings query strings in the cache key
 * @param gzip whether gzip answers are kept beside plain ones
 * @param brotli whether Brotli answers are kept beside plain ones
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html">Manage how long content stays in the cache</a>
 */
record CachePolicy(
        long minTtl,
        long defaultTtl,
        long maxTtl,
        Choice headers,
        Choice cookies,
        Choice queryStrings,
        boolean gzip,
        boolean brotli) {
    private static final Pattern SECONDS = Pattern.compile("(s-maxage|max-age)\\s*=\\s*\"?(\\d{1,12})");

    static CachePolicy ofPolicy(XmlElement policy) {
        XmlElement key = policy.at("ParametersInCacheKeyAndForwardedToOrigin").orElse(XmlElement.of("None"));
        long min = number(policy, "MinTTL", 0);
        long usual = number(policy, "DefaultTTL", Math.max(min, 86_400));
        return new CachePolicy(
                min,
                usual,
                number(policy, "MaxTTL", Math.max(usual, 31_536_000)),
                Choice.of(key.textAt("HeadersConfig", "HeaderBehavior"), key.textsAt("HeadersConfig", "Headers")),
                Choice.of(key.textAt("CookiesConfig", "CookieBehavior"), key.textsAt("CookiesConfig", "Cookies")),
                Choice.of(
                        key.textAt("QueryStringsConfig", "QueryStringBehavior"),
                        key.textsAt("QueryStringsConfig", "QueryStrings")),
                key.flagAt("EnableAcceptEncodingGzip"),
                key.flagAt("EnableAcceptEncodingBrotli"));
    }

    static CachePolicy ofForwardedValues(XmlElement behavior) {
        XmlElement values = behavior.at("ForwardedValues").orElse(XmlElement.of("None"));
        var keys = values.textsAt("QueryStringCacheKeys");
        boolean compress = behavior.flagAt("Compress");
        return new CachePolicy(
                number(behavior, "MinTTL", 0),
                number(behavior, "DefaultTTL", 86_400),
                number(behavior, "MaxTTL", 31_536_000),
                Choice.of("whitelist", values.textsAt("Headers")),
                Choice.of(values.textAt("Cookies", "Forward"), values.textsAt("Cookies", "WhitelistedNames")),
                values.flagAt("QueryString") ? keys.isEmpty() ? Choice.ALL : Choice.of("whitelist", keys) : Choice.NONE,
                compress,
                false);
    }

    /** How long an answer of the origin stays in the cache, by its {@code Cache-Control} and {@code Expires}. */
    Duration ttl(TwinResponse response, Instant now) {
        String control = response.header("Cache-Control").orElse("").toLowerCase(Locale.ROOT);
        if (control.contains("no-store") || control.contains("no-cache") || control.contains("private")) {
            return Duration.ofSeconds(minTtl);
        }
        long wanted = fromCacheControl(control)
                .or(() -> response.header("Expires").map(expires -> untilExpiry(expires, now)))
                .map(seconds -> Math.min(seconds, maxTtl))
                .orElse(defaultTtl);
        return Duration.ofSeconds(Math.max(minTtl, wanted));
    }

    private static Optional<Long> fromCacheControl(String control) {
        Optional<Long> maxAge = Optional.empty();
        Matcher matcher = SECONDS.matcher(control);
        while (matcher.find()) {
            if (matcher.group(1).equals("s-maxage")) {
                return Optional.of(Long.parseLong(matcher.group(2)));
            }
            maxAge = Optional.of(Long.parseLong(matcher.group(2)));
        }
        return maxAge;
    }

    /** Seconds until that date; 0 for a date that is past or none at all, which HTTP says to take as past. */
    private static long untilExpiry(String expires, Instant now) {
        try {
            Instant at = ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(now, at).toSeconds());
        } catch (DateTimeParseException notADate) {
            return 0;
        }
    }

    private static long number(XmlElement element, String member, long ifAbsent) {
        String text = element.textAt(member);
        return text.isEmpty() ? ifAbsent : Long.parseLong(text);
    }
}
