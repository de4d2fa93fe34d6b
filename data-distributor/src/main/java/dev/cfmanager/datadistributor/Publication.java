// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.datadistributor.SourceFiles.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a run does while it holds the lease: judges every file, and only when all are fit copies those that changed, moves
 * readers and refreshes the edge. A failure never throws, except when the run's own memory fails.
 */
final class Publication {
    private static final int LOOKS = 3;

    private final Settings settings;
    private final Ledger ledger;
    private final SourceFiles sources;
    private final Publisher publisher;
    private final Switchover switchover;
    private final EdgeRefresh edge;
    private final InstantSource clock;
    private final JsonLog log;

    Publication(
            Settings settings,
            Ledger ledger,
            SourceFiles sources,
            Publisher publisher,
            Switchover switchover,
            EdgeRefresh edge,
            ExecutionEnvironment environment) {
        this.settings = settings;
        this.ledger = ledger;
        this.sources = sources;
        this.publisher = publisher;
        this.switchover = switchover;
        this.edge = edge;
        this.clock = environment.clock();
        this.log = environment.log();
    }

    /** Publishes what is new and fit; nothing when one file is not fit. */
    Worked run(String runId, RunOptions options, Ledger.Lease lease) {
        Optional<Plan> begun = ledger.plan();
        List<Looked> latest = look(options);
        List<Looked> files = latest;
        if (!Looked.bad(latest).isEmpty() && begun.isPresent()) {
            files = Looked.asBegun(latest, begun.get()).orElse(latest);
        }
        Optional<Plan> unfinished = begun;
        Optional<Sets> sets = Optional.empty();
        for (int attempt = 1; Looked.bad(files).isEmpty(); attempt++) {
            Plan plan = begin(runId, attempt, files, unfinished, lease);
            if (!switchover.isOn()) {
                break;
            }
            Switchover.Result result =
                    switchover.to(plan, unfinished, !Looked.changed(files).isEmpty(), options.force(), lease);
            sets = Optional.of(result.sets());
            if (result instanceof Switchover.Result.Switched) {
                break;
            }
            if (!(result instanceof Switchover.Result.Moved) || attempt == LOOKS) {
                Optional<String> reason = Optional.of("readers stay on the set before; the next run tries again");
                return finish(unseen(files, result), reason, sets, runId, lease);
            }
            unfinished = ledger.plan();
            latest = look(options);
            files = latest;
        }
        List<String> bad = Looked.bad(files);
        Optional<String> reason = Optional.empty();
        List<FileResult> results;
        if (bad.isEmpty()) {
            results = files.stream()
                    .map(looked -> {
                        long start = System.nanoTime();
                        return publish(looked, options, lease).after(since(start));
                    })
                    .toList();
            if (results.stream().anyMatch(result -> result.state() == FileResult.State.FAILED)) {
                reason = Optional.of("not every file could be published; the next run tries the rest again");
            } else if (!Looked.bad(latest).isEmpty()) {
                reason = Optional.of("finished what run " + begun.orElseThrow().runId() + " began; what is there now is"
                        + " not fit: " + String.join(", ", Looked.bad(latest)));
                ledger.askAgain(); // for the record, the log and the alarm
            }
        } else {
            results = files.stream().map(looked -> withheld(looked, bad)).toList();
            reason = Optional.of("nothing was published, because of " + String.join(", ", bad)
                    + begun.map(this::unfinished).orElse(""));
        }
        return finish(results, reason, sets, runId, lease);
    }

    private String unfinished(Plan plan) {
        return switchover.isOn()
                ? "; run " + plan.runId() + " did not finish, and readers stay on one set"
                : "; readers may see files of two sets, since run " + plan.runId() + " did not finish";
    }

    private List<Looked> look(RunOptions options) {
        return settings.files().stream().map(file -> look(file, options)).toList();
    }

    /** What becomes of the files when readers could not be given the set. */
    private List<FileResult> unseen(List<Looked> files, Switchover.Result result) {
        Map<String, Unfit> failed = new LinkedHashMap<>();
        if (result instanceof Switchover.Result.NotCopied) {
            failed.putAll(((Switchover.Result.NotCopied) result).failed());
            Unfit others = withheldFor(List.copyOf(failed.keySet()));
            Looked.changed(files).forEach(looked -> failed.putIfAbsent(looked.file(), others));
        } else {
            Unfit why = result instanceof Switchover.Result.Moved
                    ? moving(((Switchover.Result.Moved) result).file())
                    : ((Switchover.Result.NotSwitched) result).why();
            List<Looked> changed = Looked.changed(files);
            (changed.isEmpty() ? files : changed).forEach(looked -> failed.put(looked.file(), why));
        }
        return files.stream()
                .map(looked -> failed.containsKey(looked.file())
                        ? looked.failed(failed.get(looked.file()))
                        : looked.unchanged(publisher))
                .toList();
    }

    /** The plan that leads to these files; written down if files are to be copied, else {@link Switchover} does so. */
    private Plan begin(String runId, int attempt, List<Looked> files, Optional<Plan> begun, Ledger.Lease lease) {
        Plan plan = new Plan(
                runId,
                runId.replaceFirst("^run-", "") + (attempt == 1 ? "" : "-" + attempt),
                clock.instant(),
                files.stream().map(Looked::source).toList());
        Optional<Plan> same = begun.filter(plan::isTheSameSetAs);
        if (same.isEmpty() && !Looked.changed(files).isEmpty() && !switchover.isOn()) {
            ledger.begin(plan, lease);
        }
        return same.orElse(plan);
    }

    private Looked look(String file, RunOptions options) {
        long start = System.nanoTime();
        Optional<Published> live = ledger.published(publisher.destination(file));
        return new Looked(file, live, judge(file, live, options), since(start));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private FileResult publish(Looked looked, RunOptions options, Ledger.Lease lease) {
        if (looked.verdict() instanceof Verdict.Live) {
            return looked.unchanged(publisher);
        }
        String file = looked.file();
        Verdict current = looked.verdict();
        for (int attempt = 1; attempt <= LOOKS; attempt++) {
            if (current instanceof Verdict.Bad) {
                return looked.failed(((Verdict.Bad) current).unfit());
            }
            try {
                if (!ledger.renew(lease)) {
                    return looked.failed(new Unfit("LeaseLost", "another run took over; it publishes this file"));
                }
                Published published = current instanceof Verdict.Begun
                        ? publisher.publishVersion(((Verdict.Begun) current).source())
                        : publisher.publish(((Verdict.Good) current).source());
                ledger.note(published, lease);
                return looked.result(FileResult.State.PUBLISHED, published.destination());
            } catch (S3Exception e) {
                if (!SourceFiles.hasMoved(e)) {
                    return looked.failed(sources.of(e, "copying " + file));
                }
                ledger.askAgain(); // the files published so far may have been rewritten, too
                current = judge(file, looked.live(), new RunOptions(true, options.minSizePercent()));
            } catch (SdkException e) {
                return looked.failed(sources.of(e, "copying " + file));
            } catch (OperationException e) {
                return looked.failed(new Unfit(e.kind().name(), e.text()));
            }
        }
        return looked.failed(moving(file));
    }

    /** Looks until the file holds still, at most three times. */
    private Verdict judge(String file, Optional<Published> live, RunOptions options) {
        int minSizePercent = options.minSizePercent().orElse(settings.minSizePercent());
        for (int attempt = 1; attempt <= LOOKS; attempt++) {
            Verdict verdict = sources.judge(file, live, minSizePercent, options.force());
            if (!(verdict instanceof Verdict.Moved)) {
                return verdict;
            }
        }
        return new Verdict.Bad(moving(file));
    }

    private Worked finish(
            List<FileResult> results, Optional<String> reason, Optional<Sets> sets, String runId, Ledger.Lease lease) {
        boolean whole = results.stream().noneMatch(result -> result.state() == FileResult.State.FAILED);
        for (FileResult result : results) {
            if (result.state() == FileResult.State.FAILED) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("runId", runId);
                fields.put("file", result.file());
                fields.put("errorType", result.errorType());
                fields.put("error", result.detail());
                log.error("data-file", fields);
            }
        }
        Map<String, Published> live = new LinkedHashMap<>();
        for (String file : settings.files()) {
            ledger.published(publisher.destination(file)).ifPresent(published -> live.put(file, published));
        }
        Optional<String> untold = reason;
        Optional<String> invalidation = Optional.empty();
        try {
            invalidation = refresh(live, runId, lease);
            if (whole) {
                ledger.end(lease);
                untold = removeOutdated(sets, reason, runId, lease);
            }
        } catch (OperationException e) {
            log.error(
                    "data-invalidation", Map.of("runId", runId, "code", e.kind().name(), "error", e.text()));
            untold = Optional.of(reason.map(text -> text + "; ").orElse("")
                    + "the edge could not be told and keeps the old files up to " + settings.maxAge()
                    + " s; the next run tells it");
        }
        return new Worked(
                Outcome.of(settings, results, untold, invalidation, sets.flatMap(Sets::live)),
                List.copyOf(live.values()));
    }

    private Optional<String> removeOutdated(
            Optional<Sets> sets, Optional<String> reason, String runId, Ledger.Lease lease) {
        Optional<String> left = sets.flatMap(kept -> switchover.removeOutdated(kept, lease));
        left.ifPresent(why -> log.error("data-sets", Map.of("runId", runId, "error", why)));
        return left.map(why -> reason.map(text -> text + "; ").orElse("")
                        + "old sets could not be deleted, the next run tries again: " + why)
                .or(() -> reason);
    }

    /** Invalidates what this or an earlier run published without the edge having been told. */
    private Optional<String> refresh(Map<String, Published> live, String runId, Ledger.Lease lease) {
        if (settings.distributionId().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Published> untold = new LinkedHashMap<>(live);
        untold.values().removeIf(Published::invalidated);
        Optional<String> id = edge.refresh(runId, List.copyOf(untold.keySet()));
        untold.values().forEach(published -> ledger.note(published.told(), lease));
        return id;
    }

    private FileResult withheld(Looked looked, List<String> bad) {
        if (looked.verdict() instanceof Verdict.Bad) {
            return looked.failed(((Verdict.Bad) looked.verdict()).unfit());
        }
        if (looked.verdict() instanceof Verdict.Live) {
            return looked.unchanged(publisher);
        }
        return looked.failed(withheldFor(bad));
    }

    private static Unfit withheldFor(List<String> bad) {
        return new Unfit(
                "Withheld", "is fit, but waits so that readers see one set: " + String.join(", ", bad) + " is not");
    }

    private static Unfit moving(String file) {
        return new Unfit("SourceChanged", file + " was rewritten each time it was read; the next run tries again");
    }
}
