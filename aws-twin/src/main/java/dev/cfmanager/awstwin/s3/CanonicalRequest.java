// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request in the form that is signed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html#query-string-auth-v4-signing">canonical
 *     request</a>
 */
final class CanonicalRequest {
    private CanonicalRequest() {}

    /** The text, for these signed headers ({@code host;x-amz-date}), of a request whose signature is in its query. */
    static String of(TwinRequest request, String signedHeaders) {
        StringBuilder headers = new StringBuilder();
        for (String name : signedHeaders.split(";", -1)) {
            List<String> values = request.headers().getOrDefault(name, List.of());
            headers.append(name)
                    .append(':')
                    .append(String.join(",", values).strip().replaceAll(" +", " "))
                    .append('\n');
        }
        String payload = request.header("x-amz-content-sha256")
                .or(() -> request.queryParameter("X-Amz-Content-Sha256"))
                .orElse("UNSIGNED-PAYLOAD");
        return String.join(
                "\n",
                request.method(),
                encode(Address.decode(request.rawPath())).replace("%2F", "/"),
                query(request.query()),
                headers,
                signedHeaders,
                payload);
    }

    private static String query(Map<String, List<String>> parameters) {
        Map<String, String> sorted = new TreeMap<>();
        parameters.forEach((name, values) -> {
            if (!name.equals("X-Amz-Signature")) {
                values.stream()
                        .sorted()
                        .map(value -> encode(name) + "=" + encode(value))
                        .reduce((left, right) -> left + "&" + right)
                        .ifPresent(pairs -> sorted.put(encode(name), pairs));
            }
        });
        return String.join("&", sorted.values());
    }

    /** Percent-encodes all but unreserved characters. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
