// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.config;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where new identifiers come from. Thread-safe. */
@FunctionalInterface
public interface IdSource {

    /** 32 random bits as eight lower-case hex characters. */
    String hex8();

    /** An id such as {@code dist-1a2b3c4d}. */
    default String next(String prefix) {
        return prefix + "-" + hex8();
    }

    /** A UUID. */
    default UUID uuid() {
        return UUID.fromString(hex8() + "-" + hex8().substring(4) + "-4" + hex8().substring(5) + "-8"
                + hex8().substring(5) + "-" + hex8() + hex8().substring(4));
    }

    /** The secure source; seeds itself at the first id, so that no snapshot carries a seed. */
    static IdSource secure() {
        return () -> format(SecureHolder.RANDOM.nextInt());
    }

    /** A repeatable source for tests. */
    static IdSource seeded(long seed) {
        RandomGenerator random = new java.util.Random(seed);
        return () -> format(random.nextInt());
    }

    private static String format(int bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Made at first use. */
    final class SecureHolder {
        private static final SecureRandom RANDOM = new SecureRandom();

        private SecureHolder() {}
    }
}
