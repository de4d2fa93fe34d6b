// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Query strings on the wire. */
final class Queries {
    private Queries() {}

    /** The parameters as {@code a=1&b=2}, percent-encoded. */
    static String raw(Map<String, List<String>> query) {
        StringJoiner joined = new StringJoiner("&");
        query.forEach((name, values) -> values.forEach(value -> joined.add(encode(name) + "=" + encode(value))));
        return joined.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
