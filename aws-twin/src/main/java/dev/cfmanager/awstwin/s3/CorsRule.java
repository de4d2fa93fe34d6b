// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One rule of a CORS configuration.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html">CORSRule</a>
 * @param id empty for none
 * @param origins at most one wildcard each
 * @param methods HTTP methods
 * @param headers request headers a preflight may announce; at most one wildcard each
 * @param exposed response headers a script may read
 * @param maxAge seconds a browser may remember the preflight, as sent; empty for none
 */
record CorsRule(
        String id,
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        Optional<String> maxAge) {

    static CorsRule read(XmlElement element) {
        return new CorsRule(
                element.childText("ID").orElse(""),
                element.childTexts("AllowedOrigin"),
                element.childTexts("AllowedMethod"),
                element.childTexts("AllowedHeader"),
                element.childTexts("ExposeHeader"),
                element.childText("MaxAgeSeconds"));
    }

    boolean admits(String origin, String method, List<String> announced) {
        return origins.stream().anyMatch(pattern -> fits(pattern, origin))
                && methods.contains(method)
                && announced.stream().allMatch(header -> headers.stream()
                        .anyMatch(pattern -> fits(pattern.toLowerCase(Locale.ROOT), header.toLowerCase(Locale.ROOT))));
    }

    /** The answer with the headers that let a script of that origin see it. */
    TwinResponse stamp(TwinResponse response, String origin) {
        boolean anyOrigin = origins.contains("*");
        TwinResponse stamped = response.with("Access-Control-Allow-Origin", anyOrigin ? "*" : origin)
                .with("Access-Control-Allow-Methods", String.join(", ", methods))
                .with("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
        if (!anyOrigin) {
            stamped = stamped.with("Access-Control-Allow-Credentials", "true");
        }
        if (!exposed.isEmpty()) {
            stamped = stamped.with("Access-Control-Expose-Headers", String.join(", ", exposed));
        }
        return maxAge.isPresent() ? stamped.with("Access-Control-Max-Age", maxAge.get()) : stamped;
    }

    private static boolean fits(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String before = pattern.substring(0, star);
        String after = pattern.substring(star + 1);
        return text.length() >= before.length() + after.length() && text.startsWith(before) && text.endsWith(after);
    }
}
