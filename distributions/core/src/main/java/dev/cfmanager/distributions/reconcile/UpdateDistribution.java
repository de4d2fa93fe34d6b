// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionPatch;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.PendingUpdate;
import dev.cfmanager.distributions.TakenNames;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.config.Delta;
import dev.cfmanager.distributions.config.DistributionConfigs;
import dev.cfmanager.distributions.config.PlannedUpdate;
import dev.cfmanager.distributions.history.History;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes a distribution: works out what the request changes in what is there now, accepts that on the record, and
 * applies it. Changes of several requests at once happen one after another; each is made to what the one before left, and
 * refused only where both are about the same value. What was accepted is applied even when this process dies.
 */
public final class UpdateDistribution {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int MOST_TAGS = 50;
    private static final int MOST_ATTEMPTS = 5;

    private final ExecutionEnvironment environment;
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final DistributionConfigs configs;
    private final TakenNames taken;
    private final CloudFrontDistributions cloudFront;
    private final ApplyUpdate apply;
    private final Reconciler reconciler;
    private final StatusMonitor monitor;
    private final InstantSource clock;

    /** The use case over this environment's tables and clients. */
    public UpdateDistribution(ExecutionEnvironment environment) {
        this.environment = environment;
        this.repository = new DynamoDistributionRepository(environment);
        this.ledger = new Ledger(environment, repository, new History(environment));
        this.configs = new DistributionConfigs(environment);
        this.taken = new TakenNames(repository);
        this.cloudFront = new CloudFrontDistributions(environment);
        this.apply = new ApplyUpdate(environment, repository, ledger);
        this.reconciler = new Reconciler(environment);
        this.monitor = new StatusMonitor(environment);
        this.clock = environment.clock();
    }

    /**
     * What was changed.
     *
     * @param distribution the record
     * @param applied whether everything that was asked for is with CloudFront; else it was accepted and is being applied
     *     in the background
     */
    public record Updated(Distribution distribution, boolean applied) {}

    /** What a request comes to, held against a record and the live configuration. */
    private record Plan(Delta delta, List<String> originIds, String name) {}

    /**
     * Changes a distribution for a caller.
     *
     * @throws OperationException NOT_FOUND; VALIDATION_ERROR with every problem; CONFLICT when CloudFront does not have it
     *     yet, it is being deleted, the client saw another version, the name is taken, or somebody else changed the same
     *     values at the same time ({@code details.clashes} points to them); INVALID_CONFIGURATION and QUOTA_EXCEEDED when
     *     CloudFront refuses it. In all these cases nothing is changed
     */
    public Updated run(String distributionId, DistributionPatch patch, Caller caller) {
        Distribution seen = changeable(distributionId, patch);
        Plan plan = plan(seen, patch);
        if (plan.delta().isEmpty()) {
            return new Updated(seen, true);
        }
        Distribution accepted = accept(seen, patch, plan, caller);
        try {
            OperationException refusal = apply.carryOut(accepted).refusal();
            Distribution now =
                    watched(reconciler.advance(distributionId).distribution().orElse(accepted));
            if (refusal != null) {
                throw refusal;
            }
            return new Updated(now, true);
        } catch (OperationException failure) {
            Optional<Distribution> pending = repository.find(distributionId).filter(record -> record.pendingUpdate()
                    .isPresent());
            if (!failure.kind().isTransient() || pending.isEmpty()) {
                throw failure;
            }
            return new Updated(watched(pending.get()), false);
        }
    }

    private Distribution watched(Distribution record) {
        if (DistributionStatus.PENDING.contains(record.status())) {
            monitor.watch(record);
        }
        return record;
    }

    private Distribution changeable(String distributionId, DistributionPatch patch) {
        Distribution record = repository.require(distributionId);
        if (record.goal() != Goal.DEPLOYED) {
            throw OperationException.conflict("Distribution " + distributionId + " is being deleted.");
        }
        if (record.cloudfrontId().isEmpty()) {
            throw OperationException.conflict("Distribution " + distributionId
                    + " is still being created; wait until it has a cloudfrontId and repeat your change.");
        }
        if (record.status() == DistributionStatus.FAILED) {
            throw Observation.reasonOf(record);
        }
        if (patch.version().filter(version -> version != record.version()).isPresent()) {
            throw OperationException.conflict("Distribution " + distributionId + " is at version " + record.version()
                            + " since " + Json.time(record.updatedAt()) + ", and you saw version "
                            + patch.version().get() + "; read it again and repeat your change.")
                    .with("version", Json.object().numberNode(record.version()));
        }
        return record;
    }

    private Plan plan(Distribution record, DistributionPatch patch) {
        Problems problems = new Problems();
        ObjectNode before = PendingUpdate.document(record, Json.object());
        ObjectNode after = merged(before, patch);
        if (after.path("tags").size() > MOST_TAGS) {
            problems.add(
                    "tags",
                    "would be " + after.path("tags").size() + " with those it has; " + MOST_TAGS + " are the most");
        }
        List<String> originIds = record.originIds();
        if (patch.has("config") && patch.document().path("config").isObject()) {
            ObjectNode live = cloudFront
                    .config(record.cloudfrontId().orElseThrow())
                    .orElseThrow(() -> OperationException.conflict("CloudFront has no distribution "
                            + record.cloudfrontId().get() + " any more; delete this one."))
                    .config();
            PlannedUpdate planned = configs.forUpdate(
                    record, live, (ObjectNode) patch.document().path("config"), problems);
            originIds = planned.originIds();
            before.set("config", live);
            after.set(
                    "config",
                    planned.delta().applyTo(DistributionConfigs.document(live)).path("config"));
        }
        Delta delta = Delta.between(before, after);
        taken.check(
                delta.touches("name") ? after.path("name").asText() : "",
                patch.has("config") ? (ObjectNode) after.path("config") : Json.object(),
                other -> other.id().equals(record.id()),
                problems);
        problems.throwIfAny("Invalid change of a distribution");
        return new Plan(delta, originIds, after.path("name").asText());
    }

    private static ObjectNode merged(ObjectNode before, DistributionPatch patch) {
        ObjectNode after = before.deepCopy();
        ObjectNode fields = patch.document().deepCopy();
        fields.remove("config");
        if (fields.path("description").isNull()
                || fields.path("description").asText("-").isEmpty()) {
            fields.remove("description");
            after.remove("description");
        }
        if (fields.remove("tags") instanceof ObjectNode tags) {
            ObjectNode all = (ObjectNode) after.path("tags");
            tags.properties().forEach(tag -> all.set(tag.getKey(), tag.getValue()));
            List<String> removed = tags.properties().stream()
                    .filter(tag -> tag.getValue().isNull())
                    .map(Map.Entry::getKey)
                    .toList();
            all.remove(removed);
        }
        after.setAll(fields);
        return after;
    }

    /** Waits for its turn: a record carries one accepted change at a time. */
    private Distribution accept(Distribution seen, DistributionPatch patch, Plan plan, Caller caller) {
        PendingUpdate update = new PendingUpdate(
                environment.ids().uuid().toString(),
                caller.user(),
                plan.delta(),
                seen.status(),
                seen.originIds(),
                plan.originIds());
        if (update.bytes() > PendingUpdate.MAX_BYTES) {
            throw OperationException.validation(
                    "config: the change is too large to be made at once; make it in parts.");
        }
        Distribution record = seen;
        Duration wait = FIRST_WAIT;
        Duration waited = Duration.ZERO;
        int unkept = 0;
        while (true) {
            Instant now = clock.instant();
            Optional<Distribution> accepted = isFree(record, now) ? accepted(record, update, plan) : Optional.empty();
            if (accepted.isPresent()) {
                return accepted.get();
            }
            if (record.isBusy(now)) {
                Duration left = Deadline.left();
                if (left.compareTo(wait) < 0 || waited.compareTo(Pace.LONGEST_WORK.multipliedBy(20)) > 0) {
                    throw OperationException.conflict("Distribution " + record.id()
                            + " is being changed by another request; repeat your change in a moment.");
                }
                environment.sleeper().sleep(wait);
                waited = waited.plus(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            } else if (record.pendingUpdate().isPresent()) {
                reconciler.advance(record.id()); // its worker died
            } else if (!Ledger.keptEverything(ledger.publish(record)) && ++unkept == MOST_ATTEMPTS) {
                throw new OperationException(
                        ErrorKind.UPSTREAM_ERROR, "The previous configuration could not be kept yet; try again.");
            }
            record = changeable(record.id(), patch);
        }
    }

    private static boolean isFree(Distribution record, Instant now) {
        return !record.isBusy(now) && record.pendingUpdate().isEmpty() && Ledger.keptEverything(record);
    }

    /** From here on the change happens, whoever lives to see it. */
    private Optional<Distribution> accepted(Distribution record, PendingUpdate update, Plan plan) {
        Set<String> wanted = new LinkedHashSet<>(record.originIds()); // others may have changed them since the plan
        wanted.removeIf(
                id -> update.originIds().contains(id) && !plan.originIds().contains(id));
        plan.originIds().stream().filter(id -> !update.originIds().contains(id)).forEach(wanted::add);
        PendingUpdate onRecord = new PendingUpdate(
                update.id(), update.user(), update.delta(), record.status(), record.originIds(), List.copyOf(wanted));
        Set<String> originIds = new LinkedHashSet<>(record.originIds());
        originIds.addAll(wanted);
        update.delta().without("config").requireFits(PendingUpdate.document(record, Json.object()));
        String name = plan.delta().touches("name") ? plan.name() : record.name();
        return ledger.change(record, change -> change.name(name)
                .originIds(List.copyOf(originIds))
                .status(DistributionStatus.IN_PROGRESS)
                .pendingUpdate(onRecord)
                .busyUntil(clock.instant().plus(Pace.LONGEST_WORK)));
    }
}
