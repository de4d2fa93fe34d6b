// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reconciler for work that nobody waits for: before it calls CloudFront it takes a turn ({@link Turns}), and gives way
 * at once when CloudFront throttles. Whoever calls it again hands back the turn that it was given.
 */
public final class InTurn {
    private final DistributionRepository repository;
    private final Reconciler reconciler;
    private final Turns turns;
    private final InstantSource clock;

    /** The reconciler and the turns of this environment. */
    public InTurn(ExecutionEnvironment environment) {
        ExecutionEnvironment yielding = environment.yielding();
        this.repository = new DynamoDistributionRepository(yielding);
        this.reconciler = new Reconciler(yielding);
        this.turns = new Turns(yielding);
        this.clock = environment.clock();
    }

    /**
     * How far it came.
     *
     * @param advance what the reconciler came to; when it has to wait for its turn, the record as it was
     * @param waitsFor the turn to hand back with the next call; null when it waits for none
     */
    public record Round(Advance advance, @Nullable Instant waitsFor) {

        /** The turn to hand back with the next call. */
        public Optional<Instant> turn() {
            return Optional.ofNullable(waitsFor);
        }
    }

    /** Takes every step that can be taken now, if it is its turn or it needs none. */
    public Round advance(String distributionId, Optional<Instant> given) {
        Optional<Distribution> found = repository.find(distributionId);
        Instant now = clock.instant();
        if (found.isPresent() && needsTurn(found.get(), now)) {
            Optional<Instant> turn = given.or(turns::next);
            if (turn.isEmpty()) {
                return new Round(new Advance(new Outcome.Again(Pace.stuck(found.get())), found.get()), null);
            }
            if (turn.get().isAfter(now)) {
                Duration wait = Duration.between(now, turn.get()).plusMillis(999); // whole seconds, and never too early
                return new Round(new Advance(new Outcome.Again(wait), found.get()), turn.get());
            }
        }
        Advance advance = reconciler.advance(distributionId);
        if (advance.outcome() instanceof Outcome.Again again && again.throttled()) {
            turns.throttled();
        }
        return new Round(advance, null);
    }

    /** A settled record needs nothing, and one that has just changed is not asked about. */
    private static boolean needsTurn(Distribution distribution, Instant now) {
        boolean young = distribution.status() == DistributionStatus.IN_PROGRESS
                && now.isBefore(distribution.updatedAt().plus(Pace.SOONEST));
        boolean pending = DistributionStatus.PENDING.contains(distribution.status())
                || !distribution.leftovers().isEmpty();
        return pending && !young;
    }
}
