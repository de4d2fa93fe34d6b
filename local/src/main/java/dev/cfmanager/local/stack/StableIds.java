// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids that look drawn at random but are the same at every start, so that clients may keep them. */
final class StableIds {
    private static final int BASE = 36;

    private StableIds() {}

    /** Lower-case letters and digits, at most 40, made from a name. */
    static String of(String name, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).toString(BASE).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
