// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionBuilder;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.PendingUpdate;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveConfig;
import dev.cfmanager.distributions.cloudfront.OriginAccessIdentities;
import dev.cfmanager.distributions.config.Delta;
import dev.cfmanager.distributions.config.DistributionConfigs;
import dev.cfmanager.distributions.config.PreparedConfig;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginAccess;
import dev.cfmanager.origins.OriginRepository;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies the change that was accepted on the record: lets the distribution read its new origins, sends the change over
 * the configuration that CloudFront has at that moment, sets the tags, and writes down what came of it. One worker does
 * this at a time; another comes in when that one must be dead.
 *
 * <p>What may pass by itself leaves the change on the record, for a later attempt. What does not takes it off the record
 * and puts name and origins back, with {@code UPDATE_FAILED} in the history.
 */
final class ApplyUpdate implements Step {
    private static final String CONFIG = "config";
    private static final int RACES = 5;
    private static final int SHORTEST_WAIT_MILLIS = 50;
    private static final int SPREAD_MILLIS = 200;

    private final ExecutionEnvironment environment;
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final GrantOriginAccess grants;
    private final InstantSource clock;

    ApplyUpdate(ExecutionEnvironment environment, DistributionRepository repository, Ledger ledger) {
        OriginRepository origins = new DynamoOriginRepository(environment);
        this.environment = environment;
        this.repository = repository;
        this.ledger = ledger;
        this.cloudFront = new CloudFrontDistributions(environment);
        this.grants = new GrantOriginAccess(
                ledger, new OriginAccess(environment, origins), new OriginAccessIdentities(environment));
        this.clock = environment.clock();
    }

    /**
     * What came of a change.
     *
     * @param record the record, which has the change no more
     * @param refusal why it was not applied; null when it was
     */
    record Result(Distribution record, @Nullable OperationException refusal) {}

    @Override
    public Progress take(Distribution distribution) {
        if (distribution.pendingUpdate().isEmpty()) {
            return new Progress.Next(distribution);
        }
        if (distribution.isBusy(clock.instant())) {
            return new Progress.Wait(distribution, Pace.busy(distribution, clock.instant()));
        }
        Optional<Distribution> working = ledger.change(
                distribution, change -> change.busyUntil(clock.instant().plus(Pace.LONGEST_WORK)));
        if (working.isEmpty()) {
            return new Progress.Lost();
        }
        Result result = carryOut(working.get());
        OperationException refusal = result.refusal();
        return refusal == null
                ? new Progress.Next(result.record())
                : Progress.next(ledger.change( // nobody is there to be told
                        result.record(),
                        change -> change.errorMessage("The last change was not applied: " + refusal.text())));
    }

    /**
     * Applies the change of a record that this worker has marked as its own.
     *
     * @throws OperationException of a transient kind; the change stays on the record then, for whoever comes next
     */
    Result carryOut(Distribution distribution) {
        PendingUpdate update = distribution.pendingUpdate().orElseThrow();
        try {
            Distribution current = granted(distribution, update);
            ObjectNode after = after(current, update);
            tag(current, current.tags(), tags(after));
            Optional<PreparedConfig> config =
                    update.delta().touches(CONFIG) ? Optional.of(send(current, update)) : Optional.empty();
            return new Result(finished(current, update, record -> applied(record, update, config)), null);
        } catch (OperationException failure) {
            if (failure.kind().isTransient()) {
                release(update, distribution.id());
                throw failure;
            }
            Distribution current = mine(update, distribution.id());
            tag(current, tags(after(current, update)), current.tags());
            return new Result(finished(current, update, record -> putBack(record, update, failure)), failure);
        }
    }

    private Distribution granted(Distribution distribution, PendingUpdate update) {
        Distribution current = distribution;
        while (true) {
            if (grants.take(current) instanceof Progress.Next next) {
                return next.distribution();
            }
            current = mine(update, current.id());
        }
    }

    /**
     * Whoever deletes the distribution says so on the record before switching it off; so a change that still finds it
     * wanted after reading the live configuration cannot switch it on again.
     */
    private PreparedConfig send(Distribution distribution, PendingUpdate update) {
        String cloudfrontId = distribution.cloudfrontId().orElseThrow();
        for (int race = 0; race < RACES; race++) {
            LiveConfig live = cloudFront
                    .config(cloudfrontId)
                    .orElseThrow(() -> OperationException.conflict(
                            "CloudFront has no distribution " + cloudfrontId + " any more; delete this one."));
            Distribution current = mine(update, distribution.id());
            update.delta().requireFits(PendingUpdate.document(current, live.config()));
            Problems problems = new Problems();
            PreparedConfig config =
                    DistributionConfigs.changed(live.config(), update.delta(), update.wantedOriginIds(), problems);
            if (!problems.none()) {
                throw OperationException.conflict("The distribution was changed meanwhile, and this change does not fit"
                        + " it any more: " + String.join("; ", problems.found()));
            }
            boolean there = Delta.between(live.config(), config.config()).isEmpty();
            if (there || cloudFront.update(cloudfrontId, live, config.config()).isPresent()) {
                return config;
            }
            pause();
        }
        throw OperationException.conflict("The configuration was changed by others " + RACES
                + " times while this change was being applied; read the distribution again and repeat your change.");
    }

    private void tag(Distribution distribution, Map<String, String> from, Map<String, String> to) {
        Map<String, String> added = new TreeMap<>(to);
        added.entrySet().removeAll(from.entrySet());
        List<String> removed =
                from.keySet().stream().filter(key -> !to.containsKey(key)).toList();
        String arn = distribution.arn().orElseThrow();
        if (!added.isEmpty()) {
            cloudFront.tag(arn, added);
        }
        if (!removed.isEmpty()) {
            cloudFront.untag(arn, removed);
        }
    }

    private Optional<Distribution> applied(Distribution record, PendingUpdate update, Optional<PreparedConfig> sent) {
        ObjectNode after = after(record, update);
        JsonNode description = after.path("description");
        Ledger.Entry event = Ledger.Entry.of(HistoryAction.UPDATE_COMPLETED, update.user())
                .with("changed", update.delta().pointers());
        long configVersion = record.configVersion() + (sent.isPresent() ? 1 : 0);
        boolean deploying = sent.isPresent() || !update.wantedOriginIds().equals(update.originIds());
        return ledger.change(
                record,
                change -> {
                    settled(change, update)
                            .description(description.isTextual() ? description.asText() : null)
                            .tags(tags(after))
                            .originIds(update.wantedOriginIds())
                            .status(deploying ? DistributionStatus.IN_PROGRESS : status(record, update))
                            .configVersion(configVersion)
                            .errorMessage(null);
                    sent.ifPresent(config -> change.config(config.config())
                            .originDomain(config.originDomain())
                            .originDomains(config.originDomains()));
                },
                sent.isPresent() ? event.keeping(configVersion) : event);
    }

    /** Somebody else may have taken the earlier name meanwhile: then the new one stays. */
    private Optional<Distribution> putBack(Distribution record, PendingUpdate update, OperationException refusal) {
        ObjectNode before =
                update.delta().without(CONFIG).reversed().applyTo(PendingUpdate.document(record, Json.object()));
        try {
            return refused(record, update, refusal, before.path("name").asText());
        } catch (OperationException taken) {
            if (taken.kind() != ErrorKind.CONFLICT) {
                throw taken;
            }
            return refused(record, update, refusal, record.name());
        }
    }

    /** New origins may have been granted without a note, so they all count as granted, and are withdrawn in time. */
    private Optional<Distribution> refused(
            Distribution record, PendingUpdate update, OperationException refusal, String name) {
        Set<String> granted = new LinkedHashSet<>(record.grantedOriginIds());
        granted.addAll(record.originIds());
        boolean clean = update.originIds().containsAll(granted);
        return ledger.change(
                record,
                change -> {
                    settled(change, update)
                            .name(name)
                            .originIds(update.originIds())
                            .status(clean ? status(record, update) : DistributionStatus.IN_PROGRESS);
                    if (!clean) {
                        change.grantedOriginIds(List.copyOf(granted));
                    }
                },
                Ledger.Entry.of(HistoryAction.UPDATE_FAILED, update.user())
                        .with("changed", update.delta().pointers())
                        .with("error", refusal.text()));
    }

    private static DistributionBuilder settled(DistributionBuilder change, PendingUpdate update) {
        return change.pendingUpdate(null).busyUntil(null).updatedBy(update.user());
    }

    /** As it was, unless it has become another one of itself. */
    private static DistributionStatus status(Distribution record, PendingUpdate update) {
        return record.status() == DistributionStatus.IN_PROGRESS ? update.status() : record.status();
    }

    private Distribution finished(
            Distribution distribution, PendingUpdate update, Function<Distribution, Optional<Distribution>> write) {
        Optional<Distribution> written = write.apply(distribution);
        while (written.isEmpty()) {
            written = write.apply(mine(update, distribution.id()));
        }
        return written.get();
    }

    /** The next one need not wait until this worker must be dead. */
    private void release(PendingUpdate update, String distributionId) {
        repository
                .find(distributionId)
                .filter(record -> record.pendingUpdate()
                        .filter(pending -> pending.id().equals(update.id()))
                        .isPresent())
                .ifPresent(record -> ledger.change(record, change -> change.busyUntil(null)));
    }

    /** The record as it is now, with the change still on it. */
    private Distribution mine(PendingUpdate update, String distributionId) {
        Distribution record = repository.require(distributionId);
        if (record.goal() != Goal.DEPLOYED) {
            throw OperationException.conflict("Distribution " + distributionId + " is being deleted.");
        }
        if (record.pendingUpdate()
                .filter(pending -> pending.id().equals(update.id()))
                .isEmpty()) {
            throw OperationException.conflict(
                    "Another worker has taken this change over;" + " read the distribution to see what came of it.");
        }
        return record;
    }

    private static ObjectNode after(Distribution record, PendingUpdate update) {
        return update.delta().without(CONFIG).applyTo(PendingUpdate.document(record, Json.object()));
    }

    private static Map<String, String> tags(ObjectNode document) {
        Map<String, String> tags = new TreeMap<>();
        document.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private void pause() {
        int millis =
                SHORTEST_WAIT_MILLIS + Math.floorMod(environment.ids().uuid().hashCode(), SPREAD_MILLIS);
        environment.sleeper().sleep(Duration.ofMillis(millis));
    }
}
