// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The only way a record changes: one version up, {@code updatedAt} set, and the history events that go with the change
 * written exactly once.
 *
 * <p>The events are first written into the record, together with the change and under its condition, then to the history
 * table, then taken off the record. So a process that dies in between, or a history table that cannot be written, loses
 * no event and repeats none; whoever publishes the record next writes what is left. A configuration that was applied is
 * kept in the same way, as the version that its event names.
 */
public final class Ledger {
    private static final String CONFIG_VERSION = "configVersion";

    private final DistributionRepository repository;
    private final History history;
    private final InstantSource clock;
    private final JsonLog log;

    /** A ledger over these records and this history. */
    public Ledger(ExecutionEnvironment environment, DistributionRepository repository, History history) {
        this.repository = repository;
        this.history = history;
        this.clock = environment.clock();
        this.log = environment.log();
    }

    /** An event that goes with a change, with its extras. */
    public record Entry(HistoryAction action, String user, ObjectNode extras) {

        /** An event without extras. */
        public static Entry of(HistoryAction action, String user) {
            return new Entry(action, user, Json.object());
        }

        /** This event with one more extra. */
        public Entry with(String name, String value) {
            return new Entry(action, user, extras.deepCopy().put(name, value));
        }

        /** This event with a list as one more extra. */
        public Entry with(String name, List<String> values) {
            ObjectNode more = extras.deepCopy();
            values.forEach(more.putArray(name)::add);
            return new Entry(action, user, more);
        }

        /** This event of a configuration that was applied: the record's configuration is kept under that number with it. */
        public Entry keeping(long configVersion) {
            return new Entry(action, user, extras.deepCopy().put(CONFIG_VERSION, configVersion));
        }
    }

    /**
     * Writes a new record as version 1; empty, with nothing written, when its id is taken.
     *
     * @throws OperationException CONFLICT when another record holds its name
     */
    public Optional<Distribution> open(Distribution draft, Entry... entries) {
        Distribution opened = dated(draft.toBuilder(), draft, 1, entries);
        return repository.create(opened) ? Optional.of(publish(opened)) : Optional.empty();
    }

    /**
     * Changes a record that nobody else has changed since it was read.
     *
     * @return the record as written; empty, with nothing written, when the race was lost
     * @throws OperationException CONFLICT when it has another name now and another record holds it
     */
    public Optional<Distribution> change(Distribution before, Consumer<DistributionBuilder> change, Entry... entries) {
        DistributionBuilder builder = before.toBuilder();
        change.accept(builder);
        Distribution after = dated(builder, before, before.version() + 1, entries);
        return repository.update(before, after) ? Optional.of(publish(after)) : Optional.empty();
    }

    /** Writes the record's unpublished events to the history; those that cannot be written stay on the record. */
    public Distribution publish(Distribution distribution) {
        if (distribution.unpublished().isEmpty()) {
            return distribution;
        }
        try {
            for (HistoryEvent event : distribution.unpublished()) {
                if (event.extras().has(CONFIG_VERSION)) {
                    history.keep(event, distribution.config());
                }
                history.write(event);
            }
            Distribution published =
                    distribution.toBuilder().unpublished(List.of()).build();
            return repository.update(distribution, published) ? published : distribution;
        } catch (OperationException failure) {
            log.warn("history", Map.of("distributionId", distribution.id(), "failure", failure));
            return distribution;
        }
    }

    /** Whether every configuration that was applied is kept; else the record's must not be replaced by another. */
    public static boolean keptEverything(Distribution distribution) {
        return distribution.unpublished().stream()
                .noneMatch(event -> event.extras().has(CONFIG_VERSION));
    }

    private Distribution dated(DistributionBuilder builder, Distribution before, long version, Entry... entries) {
        Instant now = clock.instant();
        List<HistoryEvent> events = new ArrayList<>(before.unpublished());
        Instant last = before.lastEventAt().orElse(Instant.EPOCH);
        for (Entry entry : entries) {
            last = now.isAfter(last.plusMillis(1)) ? now : last.plusMillis(1);
            events.add(new HistoryEvent(
                    before.id(),
                    last,
                    version + "-" + entry.action(),
                    entry.action().name(),
                    entry.user(),
                    version,
                    entry.extras()));
        }
        if (entries.length > 0) {
            builder.lastEventAt(last).unpublished(events);
        }
        Distribution after = builder.version(version).updatedAt(now).build();
        return after.multiOrigin()
                ? builder.stepTimes(CreationSteps.times(after, now)).build()
                : after;
    }
}
