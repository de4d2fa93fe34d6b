// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.OriginAccessIdentities;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginRepository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a distribution to its goal: looks at the record, takes the steps that are not taken yet, and says whether the
 * goal is reached or when to look again. Whoever calls it, as often as they like and all at once, the result is the
 * same; a process that dies loses nothing, because the next call goes on from the facts.
 *
 * <p>Undoing is not a path of its own: it is the goal {@link Goal#DELETED} or {@link Goal#UNDONE}, reached by steps like
 * the others. To teach it something new, add a step to the list of a goal.
 */
public final class Reconciler {
    private static final int RACES = 50;
    private static final Duration AFTER_RACES = Duration.ofSeconds(1);

    private final DistributionRepository repository;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<Goal, List<Step>> steps = new EnumMap<>(Goal.class);

    /** The reconciler over this environment's tables and clients. */
    public Reconciler(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
        this.ledger = new Ledger(environment, repository, new History(environment));
        this.clock = environment.clock();
        OriginRepository origins = new DynamoOriginRepository(environment);
        OriginAccess access = new OriginAccess(environment, origins);
        CloudFrontDistributions cloudFront = new CloudFrontDistributions(environment);
        OriginAccessIdentities identities = new OriginAccessIdentities(environment);
        EdgeFunctionRepository functions = new DynamoEdgeFunctionRepository(environment);
        EdgeFunctionLifecycle lifecycle = new EdgeFunctionLifecycle(environment, functions);
        Creation creation = new Creation(ledger, clock);
        steps.put(
                Goal.DEPLOYED,
                List.of(
                        new MakeIdentity(ledger, identities, creation),
                        new MakeEdgeFunction(ledger, functions, lifecycle, origins, creation, clock),
                        new CreateAtCloudFront(repository, ledger, cloudFront, origins, creation),
                        new GrantOriginAccess(ledger, access, identities),
                        new ApplyUpdate(environment, repository, ledger),
                        new AwaitDeployment(ledger, cloudFront, new Observation(ledger), access, clock),
                        new TriggerReplication(environment, ledger, cloudFront)));
        steps.put(
                Goal.UNDONE,
                List.of(
                        new RemoveFromCloudFront(ledger, cloudFront, clock),
                        new WithdrawOriginAccess(ledger, access),
                        new RemoveEdgeFunction(ledger, lifecycle),
                        new RemoveIdentity(ledger, identities)));
        steps.put(
                Goal.DELETED,
                List.of(
                        new FindForDeletion(ledger, cloudFront, clock),
                        new RemoveFromCloudFront(ledger, cloudFront, clock),
                        new WithdrawOriginAccess(ledger, access),
                        new RemoveEdgeFunction(ledger, lifecycle),
                        new RemoveIdentity(ledger, identities),
                        new ForgetRecord(repository, ledger, clock)));
    }

    /** Takes every step that can be taken now. A record that is gone is settled. */
    public Advance advance(String distributionId) {
        OperationException refusal = null;
        for (int race = 0; race < RACES; race++) {
            Optional<Distribution> found = repository.find(distributionId);
            if (found.isEmpty()) {
                return new Advance(new Outcome.Settled(), null);
            }
            Run run = run(ledger.publish(found.get()), refusal);
            if (run.advance() != null) {
                return run.advance();
            }
            refusal = run.refusal();
        }
        return new Advance(
                new Outcome.Again(AFTER_RACES), repository.find(distributionId).orElse(null));
    }

    /** One pass over the steps: where it ended, or, when it must begin anew, what was refused on the way. */
    private record Run(@Nullable Advance advance, @Nullable OperationException refusal) {}

    private Run run(Distribution distribution, @Nullable OperationException earlierRefusal) {
        Distribution current = distribution;
        OperationException refusal = earlierRefusal;
        for (Step step : Objects.requireNonNull(steps.get(distribution.goal()))) {
            Progress progress;
            try {
                progress = step.take(current);
            } catch (OperationException trouble) {
                return new Run(trouble(current, trouble, refusal), refusal);
            }
            if (progress instanceof Progress.Next next) {
                current = next.distribution();
            } else if (progress instanceof Progress.Wait wait) {
                return new Run(ended(wait.distribution(), wait.after(), refusal), refusal);
            } else if (progress instanceof Progress.Refused refused) {
                refusal = refused.reason();
                if (refused.distribution().goal() == distribution.goal()) {
                    return new Run(ended(refused.distribution(), Duration.ZERO, refusal), refusal);
                }
                return new Run(null, refusal);
            } else if (progress instanceof Progress.Gone) {
                return new Run(new Advance(new Outcome.Settled(), null), refusal);
            } else {
                return new Run(null, refusal);
            }
        }
        return new Run(ended(current, Duration.ZERO, refusal), refusal);
    }

    private Advance ended(Distribution distribution, Duration after, @Nullable OperationException refusal) {
        boolean failed = distribution.status() == DistributionStatus.FAILED;
        if (failed) {
            OperationException reason = refusal == null ? Observation.reasonOf(distribution) : refusal;
            return new Advance(new Outcome.Failed(reason, distribution.leftovers(), after), distribution);
        }
        return new Advance(after.isZero() ? new Outcome.Settled() : new Outcome.Again(after), distribution);
    }

    /** What passes by itself is only waited for; what does not is written down, for people to mend. */
    private Advance trouble(
            Distribution distribution, OperationException trouble, @Nullable OperationException refusal) {
        if (trouble.kind().isTransient()) {
            Advance ended = ended(distribution, Pace.trouble(distribution, clock.instant()), refusal);
            boolean throttled = trouble.kind() == ErrorKind.THROTTLED && ended.outcome() instanceof Outcome.Again;
            return throttled ? new Advance(new Outcome.Again(ended.outcome().after(), true), ended.last()) : ended;
        }
        boolean known =
                distribution.errorMessage().filter(trouble.text()::equals).isPresent();
        Distribution noted = known ? distribution : note(distribution, trouble).orElse(distribution);
        return ended(noted, Pace.stuck(noted), refusal);
    }

    private Optional<Distribution> note(Distribution distribution, OperationException trouble) {
        if (distribution.goal() != Goal.DELETED) {
            return ledger.change(distribution, change -> change.errorMessage(trouble.text()));
        }
        return ledger.change(
                distribution,
                change -> change.errorMessage(trouble.text()),
                Ledger.Entry.of(HistoryAction.DELETE_FAILED, "system").with("error", trouble.text()));
    }
}
