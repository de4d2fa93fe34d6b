// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a certificate is still good for.
 *
 * @param left until it expires; negative when it has
 */
record Validity(Duration left) {
    /** Fewer days than this are worth a warning. */
    private static final int SOON_DAYS = 30;

    private static final long SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    /** The time from now to the end. */
    static Validity between(Instant now, Instant notAfter) {
        return new Validity(Duration.between(now, notAfter));
    }

    /** Whole days left, rounded down: 0 on the last day, -1 on the first day after it. */
    long days() {
        return Math.floorDiv(left.getSeconds(), SECONDS_OF_A_DAY); // getSeconds is a floor itself
    }

    /** Adds {@code daysUntilExpiration}, {@code isExpiringSoon} (below 30 days, expired included), {@code isExpired}. */
    void addTo(ObjectNode json) {
        json.put("daysUntilExpiration", days())
                .put("isExpiringSoon", days() < SOON_DAYS)
                .put("isExpired", left.isNegative() || left.isZero());
    }
}
