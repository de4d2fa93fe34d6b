// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What CloudFront refuses in the headers it shall add to requests for an origin.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist">Headers it does not add</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-custom-headers">Quotas on headers</a>
 */
final class CustomHeaderRules {
    private static final int NAME_LENGTH = 256;
    private static final int VALUE_LENGTH = 1_783;
    private static final int WHOLE_LENGTH = 10_240;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"); // RFC 9110, token
    private static final List<String> NEVER_ADDED_PREFIXES = List.of("x-amz-", "x-edge-");
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

    private final Quotas quotas;

    CustomHeaderRules(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Checks the headers of one origin. */
    void check(XmlElement origin) {
        List<XmlElement> headers = origin.itemsAt("CustomHeaders");
        quotas.admit(Quota.CUSTOM_HEADERS_PER_ORIGIN, headers.size());
        int characters = 0;
        for (XmlElement header : headers) {
            String name = header.textAt("HeaderName");
            if (name.isEmpty()) {
                throw Refusals.required("HeaderName");
            }
            if (!header.has("HeaderValue")) {
                throw Refusals.required("HeaderValue");
            }
            String value = header.textAt("HeaderValue");
            if (!NAME.matcher(name).matches() || name.length() > NAME_LENGTH || neverAdded(name)) {
                throw refused("HeaderName");
            }
            if (value.length() > VALUE_LENGTH) {
                throw refused("HeaderValue");
            }
            characters += name.length() + value.length();
        }
        if (characters > WHOLE_LENGTH) {
            throw refused("CustomHeaders");
        }
    }

    private static boolean neverAdded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NEVER_ADDED.contains(lower) || NEVER_ADDED_PREFIXES.stream().anyMatch(lower::startsWith);
    }

    private static AwsError refused(String parameter) {
        return Refusals.invalidArgument(
                "The parameter " + parameter + " contains one or more parameters that are not valid.");
    }
}
