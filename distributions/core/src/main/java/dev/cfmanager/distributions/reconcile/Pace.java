// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait before looking again. Waits grow with the time since the record last changed, so that many pending
 * distributions thin out by themselves, without anybody counting attempts; and each distribution has its own few percent
 * more, so that those that began together do not stay together.
 */
final class Pace {
    /** A change is never at the edge sooner than this, so nobody need ask. */
    static final Duration SOONEST = Duration.ofSeconds(10);

    /** Longer than any function of ours lives: whoever was at work that long ago is dead. */
    static final Duration LONGEST_WORK = Duration.ofSeconds(75);

    private static final Duration SHORTEST = Duration.ofSeconds(15);
    private static final Duration SHORTEST_AFTER_TROUBLE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int SPREAD_PERCENT = 40;

    private Pace() {}

    /** How long CloudFront may still take: a quarter of the time it has taken, 15 seconds to 5 minutes. */
    static Duration deployment(Distribution distribution, Instant now) {
        return spread(distribution, within(age(distribution, now).dividedBy(4), SHORTEST));
    }

    /** How long to leave AWS alone when it would not: as long as it has been since the last change, 30 seconds to 5 minutes. */
    static Duration trouble(Distribution distribution, Instant now) {
        return spread(distribution, within(age(distribution, now), SHORTEST_AFTER_TROUBLE));
    }

    /** How long until something that only people can mend may have been mended: 5 minutes. */
    static Duration stuck(Distribution distribution) {
        return spread(distribution, LONGEST);
    }

    /** Until whoever is at work with it must be done or dead. */
    static Duration busy(Distribution distribution, Instant now) {
        return Duration.between(now, distribution.busyUntil().orElse(now)).plusSeconds(1);
    }

    private static Duration age(Distribution distribution, Instant now) {
        return Duration.between(distribution.updatedAt(), now);
    }

    private static Duration within(Duration wait, Duration shortest) {
        if (wait.compareTo(shortest) < 0) {
            return shortest;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration spread(Distribution distribution, Duration wait) {
        int own = Math.floorMod(distribution.id().hashCode(), SPREAD_PERCENT);
        return Duration.ofSeconds(wait.toSeconds() * (100 + own) / 100); // the state machine waits whole seconds
    }
}
