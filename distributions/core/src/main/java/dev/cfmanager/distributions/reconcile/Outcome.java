// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.List;

/** Where the reconciler left a distribution. */
public sealed interface Outcome {

    /** How long until it should be looked at again; zero when never. */
    Duration after();

    /** {@code Again} as long as there is something to do, else {@code Settled} or {@code Failed}. */
    default String word() {
        if (!after().isZero()) {
            return "Again";
        }
        return this instanceof Failed ? "Failed" : "Settled";
    }

    /** The goal is reached, or the record is gone. */
    record Settled() implements Outcome {
        @Override
        public Duration after() {
            return Duration.ZERO;
        }
    }

    /**
     * On the way.
     *
     * @param after how long until it should be looked at again
     * @param throttled whether AWS was asked too often
     */
    record Again(Duration after, boolean throttled) implements Outcome {

        /** On the way, and not because of too many questions. */
        public Again(Duration after) {
            this(after, false);
        }
    }

    /**
     * The goal cannot be reached.
     *
     * @param reason why, of the kind that an API answers with
     * @param leftovers what still has to be removed, as {@code kind id}; empty when nothing
     * @param after how long until the removal should be tried again; zero when nothing is left
     */
    record Failed(OperationException reason, List<String> leftovers, Duration after) implements Outcome {

        /** Copies the list. */
        public Failed {
            leftovers = List.copyOf(leftovers);
        }
    }
}
