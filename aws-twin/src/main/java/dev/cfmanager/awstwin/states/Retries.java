// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.Ids;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Retriers and catchers
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error">
 * retrying after an error</a>): the first retrier that names the error decides; by default 3 attempts, after 1, 2 and 4
 * seconds.
 */
final class Retries {
    private Retries() {}

    /** How long to wait before the next attempt; empty when there is none. Counts the attempt in the strand. */
    static Optional<Duration> next(JsonNode retriers, Strand strand, StateFailure failure, Ids ids) {
        for (int i = 0; i < retriers.size(); i++) {
            JsonNode retrier = retriers.get(i);
            if (covers(retrier, failure)) {
                while (strand.retries.size() <= i) {
                    strand.retries.add(0);
                }
                int used = strand.retries.get(i);
                if (used >= retrier.path("MaxAttempts").asInt(3)) {
                    return Optional.empty();
                }
                strand.retries.set(i, used + 1);
                return Optional.of(delay(retrier, used, ids));
            }
        }
        return Optional.empty();
    }

    /** Whether a retrier or catcher names the error. */
    static boolean covers(JsonNode handler, StateFailure failure) {
        for (JsonNode name : handler.path("ErrorEquals")) {
            if (failure.matches(name.asText())) {
                return true;
            }
        }
        return false;
    }

    private static Duration delay(JsonNode retrier, int used, Ids ids) {
        double interval = retrier.path("IntervalSeconds").asDouble(1);
        double rate = retrier.path("BackoffRate").asDouble(2);
        double most = retrier.path("MaxDelaySeconds").asDouble(Integer.MAX_VALUE);
        double seconds = Math.min(most, interval * Math.pow(rate, used));
        if (retrier.path("JitterStrategy").asText("NONE").equals("FULL")) {
            seconds *= new SplittableRandom(ids.uuid().hashCode()).nextDouble();
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
