// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A body in {@code aws-chunked} framing: hexadecimal length, perhaps a chunk signature, the bytes, and perhaps a
 * trailer after the last chunk.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">chunks and trailers</a>
 * @param bytes the content
 * @param trailer trailing headers by lower-case name; empty when there are none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
record AwsChunked(byte[] bytes, Map<String, String> trailer) {

    /**
     * Removes the framing.
     *
     * @throws AwsError {@code IncompleteBody} when the framing breaks off
     */
    static AwsChunked parse(byte[] framed) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(framed.length);
        int position = 0;
        while (true) {
            int end = lineEnd(framed, position);
            int length = chunkLength(line(framed, position, end));
            position = end + 2;
            if (length == 0) {
                return new AwsChunked(content.toByteArray(), trailer(framed, position));
            }
            if (length > framed.length - position) {
                throw incomplete();
            }
            content.write(framed, position, length);
            position += length + 2;
        }
    }

    /** The body ended before its declared length. */
    static AwsError incomplete() {
        return new AwsError(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }

    private static int chunkLength(String line) {
        int semicolon = line.indexOf(';');
        String hexadecimal = semicolon < 0 ? line : line.substring(0, semicolon);
        try {
            return Integer.parseUnsignedInt(hexadecimal.strip(), 16);
        } catch (NumberFormatException notALength) {
            throw incomplete();
        }
    }

    private static Map<String, String> trailer(byte[] framed, int start) {
        Map<String, String> trailer = new TreeMap<>();
        int position = start;
        while (position < framed.length) {
            int end = lineEnd(framed, position);
            String line = line(framed, position, end);
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailer.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            position = end + 2;
        }
        return trailer;
    }

    private static int lineEnd(byte[] framed, int from) {
        for (int i = from; i + 1 < framed.length; i++) {
            if (framed[i] == '\r' && framed[i + 1] == '\n') {
                return i;
            }
        }
        throw incomplete();
    }

    private static String line(byte[] framed, int from, int to) {
        return new String(framed, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
