// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Under which key an answer is kept.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html">Understand the cache key</a>
 */
final class CacheKey {
    private CacheKey() {}

    /** The key of a request in one regional cache of one distribution. */
    static String of(TwinRequest request, CachePolicy policy, String distributionId, String originId, String region) {
        StringBuilder key = new StringBuilder()
                .append(region)
                .append('\n')
                .append(distributionId)
                .append('\n')
                .append(originId)
                .append('\n')
                .append(request.rawPath());
        request.query().forEach((name, values) -> {
            if (policy.queryStrings().takes(name)) {
                key.append("\nq ").append(name).append('=').append(values);
            }
        });
        new TreeMap<>(request.headers()).forEach((name, values) -> {
            if (policy.headers().takes(name)) {
                key.append("\nh ").append(name).append('=').append(values);
            }
        });
        Cookies.of(request).forEach((name, value) -> {
            if (policy.cookies().takes(name)) {
                key.append("\nc ").append(name).append('=').append(value);
            }
        });
        return key.append("\ne ").append(encoding(request, policy)).toString();
    }

    /** The viewer's {@code Accept-Encoding} as far as the policy cares: {@code br}, {@code gzip}, both or nothing. */
    static String encoding(TwinRequest request, CachePolicy policy) {
        String accepted = request.header("accept-encoding").orElse("").toLowerCase(Locale.ROOT);
        boolean brotli = policy.brotli() && accepted.contains("br");
        boolean gzip = policy.gzip() && accepted.contains("gzip");
        return brotli ? gzip ? "br,gzip" : "br" : gzip ? "gzip" : "";
    }

    /** The cookies of a request in order of their names. */
    static final class Cookies {
        private Cookies() {}

        static Map<String, String> of(TwinRequest request) {
            Map<String, String> cookies = new TreeMap<>();
            for (String line : request.headers().getOrDefault("cookie", List.of())) {
                for (String pair : line.split(";", -1)) {
                    int equals = pair.indexOf('=');
                    if (equals > 0) {
                        cookies.put(
                                pair.substring(0, equals).strip(),
                                pair.substring(equals + 1).strip());
                    }
                }
            }
            return cookies;
        }
    }
}
