// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.datadistributor.SourceFiles.Source;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Moves readers from one whole set of files to another in one stroke. The set is copied where no reader looks, changed and
 * unchanged files alike; then the edge's function is told of it. Whenever a worker dies, the function names one set, of
 * which every file is there.
 */
final class Switchover {
    private static final int KEYS_OF_A_DELETION = 1000;

    private final Settings settings;
    private final Ledger ledger;
    private final SourceFiles sources;
    private final Publisher publisher;
    private final EdgeSwitch edge;
    private final S3Client target;
    private final InstantSource clock;

    Switchover(
            Settings settings,
            Ledger ledger,
            SourceFiles sources,
            Publisher publisher,
            EdgeSwitch edge,
            S3Client target,
            InstantSource clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.sources = sources;
        this.publisher = publisher;
        this.edge = edge;
        this.target = target;
        this.clock = clock;
    }

    /** Whether readers are given sets at all. */
    boolean isOn() {
        return settings.switchFunction().isPresent();
    }

    /**
     * Gives readers the set that is wanted, unless they have it.
     *
     * @param plan what readers are to get
     * @param begun the plan of a run that did not finish; the same as {@code plan} when that is to be finished now
     * @param changes whether any published path is to get another file after this
     * @param force copies also a set that readers have
     */
    Result to(Plan plan, Optional<Plan> begun, boolean changes, boolean force, Ledger.Lease lease) {
        Sets sets = ledger.sets(settings.setsAt());
        boolean finishes = begun.filter(plan::equals).isPresent();
        Optional<DataSet> live = sets.current();
        boolean withdrawn = live.isPresent() && !force && sets.isWithdrawn(plan.etags());
        boolean has = withdrawn
                || live.filter(set -> finishes
                                ? set.id().equals(plan.setId())
                                : set.etags().equals(plan.etags()))
                        .isPresent();
        String setId = has && !force ? live.orElseThrow().id() : plan.setId();
        boolean copies = !has || force;
        if (!finishes && (copies || changes) && !ledger.begin(plan, lease)) {
            return new Result.NotSwitched(sets, lost());
        }
        if (copies) {
            Optional<Unfit> tooLarge = SwitchCode.problem(settings, setId);
            if (tooLarge.isPresent()) {
                return new Result.NotSwitched(sets, tooLarge.get());
            }
            sets = sets.with(new DataSet(setId, plan.etags(), clock.instant()));
            if (!ledger.note(sets, lease)) {
                return new Result.NotSwitched(sets, lost());
            }
            Optional<Result> stopped = copy(setId, plan.sources(), sets, lease);
            if (stopped.isPresent()) {
                return stopped.get();
            }
        }
        EdgeSwitch.Position position = edge.position();
        if (position.problem().isPresent()) {
            return new Result.NotSwitched(sets, position.problem().get());
        }
        boolean named = position.setId().filter(setId::equals).isPresent();
        // Whoever began another set may be about to publish the function as it left it, so it is changed in any case.
        boolean overtakes = begun.filter(other -> !other.setId().equals(setId)).isPresent();
        if (copies || !named || overtakes) {
            Optional<Unfit> refused = edge.to(setId, () -> ledger.renew(lease));
            if (refused.isPresent()) {
                return new Result.NotSwitched(sets, refused.get());
            }
            sets = sets.switched(setId, position.setId(), clock.instant());
            ledger.note(sets, lease);
        }
        return new Result.Switched(sets);
    }

    /** The set that readers can be taken back to, as the next to be live; empty when there is none. */
    Optional<Sets> before() {
        if (!isOn()) {
            return Optional.empty();
        }
        Sets sets = ledger.sets(settings.setsAt());
        return sets.previous().filter(id -> sets.find(id).isPresent()).map(id -> sets.rolledBack(id, clock.instant()));
    }

    /**
     * Takes readers back to the set before. That it is to be live is written down first, so that the next run does what
     * could not be done now.
     */
    Result back(Sets wanted, Ledger.Lease lease) {
        if (!ledger.note(wanted, lease)) {
            return new Result.NotSwitched(wanted, lost());
        }
        ledger.end(lease); // what was begun would move readers on again
        return edge.to(wanted.live().orElseThrow(), () -> ledger.renew(lease))
                .<Result>map(refused -> new Result.NotSwitched(wanted, refused))
                .orElseGet(() -> new Result.Switched(wanted));
    }

    private Optional<Result> copy(String setId, List<Source> files, Sets sets, Ledger.Lease lease) {
        Map<String, Unfit> failed = new LinkedHashMap<>();
        for (Source source : files) {
            try {
                if (!ledger.renew(lease)) {
                    return Optional.of(new Result.NotSwitched(sets, lost()));
                }
                publisher.publishInto(setId, source);
            } catch (S3Exception e) {
                if (SourceFiles.hasMoved(e)) {
                    return Optional.of(new Result.Moved(sets, source.file()));
                }
                failed.put(source.file(), sources.of(e, "copying " + source.file()));
            } catch (SdkException e) {
                failed.put(source.file(), sources.of(e, "copying " + source.file()));
            }
        }
        return failed.isEmpty() ? Optional.empty() : Optional.of(new Result.NotCopied(sets, failed));
    }

    /**
     * Deletes the sets that nobody reads any more.
     *
     * @return why some are still there; empty when none is, or none was
     */
    Optional<String> removeOutdated(Sets sets, Ledger.Lease lease) {
        try {
            List<DataSet> outdated = sets.outdated(clock.instant());
            if (outdated.isEmpty() || !ledger.renew(lease)) {
                return Optional.empty();
            }
            List<ObjectIdentifier> keys = outdated.stream()
                    .flatMap(set -> set.etags().keySet().stream().map(file -> settings.setKey(set.id(), file)))
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            for (int i = 0; i < keys.size(); i += KEYS_OF_A_DELETION) {
                List<ObjectIdentifier> some = keys.subList(i, Math.min(keys.size(), i + KEYS_OF_A_DELETION));
                DeleteObjectsResponse deleted = target.deleteObjects(request -> request.bucket(settings.target())
                        .delete(delete -> delete.objects(some).quiet(true)));
                if (deleted.hasErrors()) {
                    return Optional.of(deleted.errors().get(0).code());
                }
            }
            ledger.note(sets.without(outdated), lease);
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(sources.of(e, "deleting old sets").error());
        } catch (OperationException e) {
            return Optional.of(e.text());
        }
    }

    private static Unfit lost() {
        return new Unfit("LeaseLost", "another run took over; it publishes this set");
    }

    /** What came of it. */
    sealed interface Result {
        /** The sets as they are now. */
        Sets sets();

        /** Readers have the set. */
        record Switched(Sets sets) implements Result {}

        /** The fetcher has rewritten a file since it was judged: all of them must be looked at again. */
        record Moved(Sets sets, String file) implements Result {}

        /** Some files could not be copied into the set; readers stay where they are. */
        record NotCopied(Sets sets, Map<String, Unfit> failed) implements Result {}

        /** Readers could not be moved to the set. */
        record NotSwitched(Sets sets, Unfit why) implements Result {}
    }
}
