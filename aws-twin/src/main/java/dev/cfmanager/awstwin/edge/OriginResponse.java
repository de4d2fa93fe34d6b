// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of an origin's answer goes on: all but the headers of the connection and of S3's own bookkeeping. */
final class OriginResponse {
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "transfer-encoding",
            "trailer",
            "upgrade",
            "proxy-authenticate",
            "x-amz-id-2",
            "x-amz-request-id",
            "x-amzn-requestid");

    private OriginResponse() {}

    static TwinResponse clean(TwinResponse response, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().forEach((name, value) -> {
            if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, value);
            }
        });
        TwinResponse kept = new TwinResponse(response.status(), headers, response.body());
        return kept.header("Date").isPresent()
                ? kept
                : kept.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    }
}
