// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The message digests that S3's protocol is made of. */
final class Digests {
    private Digests() {}

    static byte[] md5(byte[] bytes) {
        return digest("MD5", bytes);
    }

    static byte[] sha1(byte[] bytes) {
        return digest("SHA-1", bytes);
    }

    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
