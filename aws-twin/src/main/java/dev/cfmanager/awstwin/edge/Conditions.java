// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers what a viewer already has with 304, and a range of bytes with 206.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html">Range GETs</a>
 */
final class Conditions {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private Conditions() {}

    static TwinResponse apply(TwinRequest request, TwinResponse response) {
        if (response.status() != 200 || !request.method().matches("GET|HEAD")) {
            return response;
        }
        if (unchanged(request, response)) {
            return new TwinResponse(304, response.headers(), new byte[0]).with("Content-Length", "0");
        }
        return request.header("range")
                .map(RANGE::matcher)
                .filter(Matcher::matches)
                .map(range -> range(range, response))
                .orElse(response);
    }

    private static boolean unchanged(TwinRequest request, TwinResponse response) {
        Optional<String> known = request.header("if-none-match");
        if (known.isPresent()) {
            String etag = weak(response.header("ETag").orElse(""));
            return !etag.isEmpty()
                    && List.of(known.get().split(",")).stream()
                            .map(each -> weak(each.strip()))
                            .anyMatch(each -> each.equals("*") || each.equals(etag));
        }
        return request.header("if-modified-since")
                .filter(since ->
                        response.header("Last-Modified").filter(since::equals).isPresent())
                .isPresent();
    }

    private static String weak(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    private static TwinResponse range(Matcher range, TwinResponse response) {
        int size = response.body().length;
        boolean suffix = range.group(1).isEmpty();
        if (suffix && range.group(2).isEmpty()) {
            return response;
        }
        long first = suffix ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long last =
                suffix || range.group(2).isEmpty() ? size - 1L : Math.min(size - 1L, Long.parseLong(range.group(2)));
        if (first >= size || first > last) {
            return ErrorPages.page(416, "The requested range is not satisfiable.")
                    .with("Content-Range", "bytes */" + size)
                    .with("X-Cache", "Error from cloudfront");
        }
        byte[] part = Arrays.copyOfRange(response.body(), (int) first, (int) last + 1);
        return new TwinResponse(206, response.headers(), part)
                .with("Content-Range", "bytes " + first + "-" + last + "/" + size)
                .with("Content-Length", Integer.toString(part.length));
    }
}
