// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** JSON as gzip, for values that are kept rather than searched: a tenth of the size, and never more than a little above it. */
public final class CompressedJson {
    private CompressedJson() {}

    /** The gzip of the value's text. */
    public static byte[] of(JsonNode value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Json.write(value).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The value whose gzip this is.
     *
     * @throws UncheckedIOException when it is no gzip
     */
    public static JsonNode read(byte[] gzip) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return Json.parseOwn(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
