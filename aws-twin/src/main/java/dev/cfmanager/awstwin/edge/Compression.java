// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses what the origin sent plain, with gzip only: a viewer that takes nothing but Brotli gets it plain.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html">Serve compressed files</a>
 */
final class Compression {
    private static final int LEAST = 1_000;
    private static final int MOST = 10_000_000;
    private static final Set<Integer> STATUSES = Set.of(200, 403, 404);
    private static final Set<String> TYPES = Set.of(
            "application/dash+xml",
            "application/eot",
            "application/font",
            "application/font-sfnt",
            "application/javascript",
            "application/json",
            "application/manifest+json",
            "application/opentype",
            "application/otf",
            "application/pdf",
            "application/pkcs7-mime",
            "application/protobuf",
            "application/rss+xml",
            "application/truetype",
            "application/ttf",
            "application/vnd.apple.mpegurl",
            "application/vnd.mapbox-vector-tile",
            "application/vnd.ms-fontobject",
            "application/wasm",
            "application/xhtml+xml",
            "application/xml",
            "application/x-font-opentype",
            "application/x-font-truetype",
            "application/x-font-ttf",
            "application/x-httpd-cgi",
            "application/x-javascript",
            "application/x-mpegurl",
            "application/x-opentype",
            "application/x-otf",
            "application/x-perl",
            "application/x-ttf",
            "font/eot",
            "font/opentype",
            "font/otf",
            "font/ttf",
            "image/svg+xml",
            "text/css",
            "text/csv",
            "text/html",
            "text/javascript",
            "text/js",
            "text/plain",
            "text/richtext",
            "text/tab-separated-values",
            "text/xml",
            "text/x-component",
            "text/x-java-source",
            "text/x-script",
            "vnd.apple.mpegurl");

    private Compression() {}

    static TwinResponse apply(TwinRequest request, TwinResponse response, boolean enabled, CachePolicy policy) {
        String type =
                response.header("Content-Type").orElse("").split(";", 2)[0].strip();
        boolean fits = enabled
                && CacheKey.encoding(request, policy).contains("gzip")
                && STATUSES.contains(response.status())
                && TYPES.contains(type)
                && response.header("Content-Encoding").isEmpty()
                && response.body().length >= LEAST
                && response.body().length <= MOST;
        if (!fits) {
            return response;
        }
        byte[] compressed = gzip(response.body());
        TwinResponse smaller = new TwinResponse(response.status(), response.headers(), compressed)
                .with("Content-Encoding", "gzip")
                .with("Content-Length", Integer.toString(compressed.length))
                .with("Vary", "Accept-Encoding");
        return response.header("ETag")
                .filter(etag -> etag.startsWith("\""))
                .map(etag -> smaller.with("ETag", "W/" + etag))
                .orElse(smaller);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
