// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.nio.charset.StandardCharsets;

/**
 * Storage keys whose order as Java strings is S3's order of object keys: by UTF-8 bytes. Each byte becomes one
 * character; the two lowest are escaped, so that {@code \0} can end a key.
 */
final class Keys {
    private static final char END = '\0';
    private static final char ESCAPE = '\1';
    private static final char LAST = '\uffff';

    private Keys() {}

    /** A key, or the beginning of keys, in ordered form. */
    static String ordered(String key) {
        String bytes = new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (bytes.indexOf(END) < 0 && bytes.indexOf(ESCAPE) < 0) {
            return bytes;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if (c <= ESCAPE) {
                escaped.append(ESCAPE).append((char) (c + 1));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Where the keys of a bucket that begin with {@code prefix} begin; bucket names hold no slash. */
    static String from(String bucket, String prefix) {
        return bucket + "/" + ordered(prefix);
    }

    /** Behind everything that begins with {@code start}. */
    static String behind(String start) {
        return start + LAST;
    }

    /** What all versions, uploads or parts of one key begin with. */
    static String of(String bucket, String key) {
        return from(bucket, key) + END;
    }
}
