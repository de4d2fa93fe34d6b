// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.common.log.Metrics;
import dev.cfmanager.datadistributor.SourceFiles.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One run of the distributor: judges every file, and only when all are fit copies those that changed and refreshes the
 * edge. A failure never throws: the outcome says what happened, one log line per failed file, and the metrics count it.
 *
 * <p>A run may die anywhere. Every object is either wholly the old or wholly the new one, and the manifest never claims
 * what is not live. Which set is being published stands in the plan before the first copy, so the next run, at most
 * minutes later (see {@link #recover}), knows that readers are between two sets. It publishes the latest set if that is
 * fit; else it finishes the one that was begun, from the versions that the source bucket keeps.
 *
 * <p>Where a switch function stands at the edge, its readers are never between two sets: see {@link Switchover}. The
 * published paths are written after them, for readers who pass the function by, and as what is left should somebody take
 * the function away.
 */
public final class DistributeData {
    private static final int LOOKS = 3;
    private static final int PRECONDITION_FAILED = 412;

    /** What could not be finished within this time is left to the next schedule, or to an administrator. */
    private static final Duration RECOVERS_FOR = Duration.ofHours(1);

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ExecutionEnvironment environment;
    private final Settings settings;
    private final Ledger ledger;
    private final SourceFiles sources;
    private final Publisher publisher;
    private final Switchover switchover;
    private final EdgeRefresh edge;
    private final JsonLog log;

    /** Wires a run's collaborators. */
    public DistributeData(ExecutionEnvironment environment) {
        AwsErrorRules errors = AwsErrorRules.shared();
        this.environment = environment;
        this.settings = Settings.of(environment.env(), environment.aws().stackRegion());
        this.ledger = new Ledger(environment);
        this.sources = new SourceFiles(environment.aws().s3(settings.sourceRegion()), settings, errors);
        S3Client target = environment.aws().s3(settings.targetRegion());
        this.publisher = new Publisher(target, settings, environment.clock());
        this.switchover = new Switchover(
                settings,
                ledger,
                sources,
                publisher,
                new EdgeSwitch(environment.aws().cloudFront(), settings, errors),
                target,
                environment.clock());
        this.edge = new EdgeRefresh(environment.aws().cloudFront(), settings, errors);
        this.log = environment.log();
    }

    /** The configuration in force. */
    public Settings settings() {
        return settings;
    }

    /**
     * Runs once.
     *
     * @param user who asked, {@code system} for schedules
     * @return the run's record: {@code {id, trigger, user, startedAt, durationMs, ...outcome}}; without an id when skipped
     */
    public ObjectNode run(Trigger trigger, RunOptions options, String user) {
        Optional<String> missing = settings.missing();
        if (missing.isPresent()) {
            return record(Optional.empty(), trigger, user, Instant.EPOCH, Outcome.skipped(settings, missing.get()));
        }
        try {
            Optional<ObjectNode> run = attempt(trigger, user, (runId, lease) -> work(runId, options, lease));
            if (run.isEmpty()) {
                // What came too late for the run at work must not wait for tomorrow.
                ledger.askAgain();
                run = attempt(trigger, user, (runId, lease) -> work(runId, options, lease));
            }
            for (int more = 0; run.isPresent() && more < LOOKS && ledger.takeRequest(); more++) {
                attempt(trigger, user, (runId, lease) -> work(runId, RunOptions.ORDINARY, lease));
            }
            return run.orElseGet(() -> record(
                    Optional.empty(),
                    trigger,
                    user,
                    Instant.EPOCH,
                    Outcome.skipped(settings, "another run is at work; it looks once more when it is done")));
        } catch (OperationException failure) {
            return broken(trigger, user, failure);
        }
    }

    /**
     * Takes readers back to the set before, which stays until the fetcher has written something else than what they were
     * taken back from. The published paths themselves are not changed.
     *
     * @return the run's record
     * @throws OperationException when there is no set before
     */
    public ObjectNode rollBack(String user) {
        if (switchover.before().isEmpty()) {
            throw OperationException.conflict(
                    "There is no set to go back to: the data distributor keeps sets only with a switch function (stack"
                            + " parameters DataSwitchFunctionName, WebsiteServesData), and has published fewer than two.");
        }
        return attempt(Trigger.API, user, (runId, lease) -> back(lease))
                .orElseGet(() -> record(
                        Optional.empty(),
                        Trigger.API,
                        user,
                        Instant.EPOCH,
                        Outcome.skipped(settings, "another run is at work; try again when it is done")));
    }

    private Worked back(Ledger.Lease lease) {
        Sets wanted = switchover.before().orElseThrow(); // read again: a run may have ended meanwhile
        String setId = wanted.live().orElseThrow();
        Switchover.Result result = switchover.back(wanted, lease);
        List<FileResult> results = wanted.current().orElseThrow().etags().keySet().stream()
                .sorted()
                .map(file -> result instanceof Switchover.Result.NotSwitched
                        ? FileResult.failed(file, ((Switchover.Result.NotSwitched) result).why(), Duration.ZERO)
                        : new FileResult(
                                file,
                                FileResult.State.PUBLISHED,
                                "s3://" + settings.target() + "/" + settings.setKey(setId, file),
                                "",
                                Duration.ZERO))
                .toList();
        String reason = result instanceof Switchover.Result.NotSwitched
                ? "readers could not be taken back; the next run tries again"
                : "readers were taken back to the set before; it stays until the fetcher has written another one";
        return new Worked(
                Outcome.of(settings, results, Optional.of(reason), Optional.empty(), Optional.of(setId)), List.of());
    }

    /**
     * Runs once more if an earlier run died or did not get everything done within the last hour; else does nothing, which
     * costs two reads of the table.
     *
     * @return the run's record; {@code {"skipped": true, "reason"}} when there was nothing to finish
     */
    public ObjectNode recover(String user) {
        if (settings.missing().isPresent() || !isUnfinished()) {
            return Json.object().put("skipped", true).put("reason", "nothing is unfinished");
        }
        return run(Trigger.RECOVERY, RunOptions.ORDINARY, user);
    }

    private boolean isUnfinished() {
        Instant oldest = environment.clock().instant().minus(RECOVERS_FOR);
        return ledger.isAsked()
                || ledger.plan().filter(plan -> plan.began().isAfter(oldest)).isPresent();
    }

    /** One run under the lease; empty when another one holds it. */
    private Optional<ObjectNode> attempt(Trigger trigger, String user, Work work) {
        Optional<Ledger.Lease> lease = ledger.acquire();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        Instant began = environment.clock().instant();
        String runId = newRunId(began);
        Worked worked = work.under(runId, lease.get());
        Outcome outcome = worked.outcome();
        ObjectNode record = record(Optional.of(runId), trigger, user, began, outcome);
        ledger.keep(runId, record);
        ledger.release(lease.get());
        measure(outcome, worked.live());
        return Optional.of(record);
    }

    private String newRunId(Instant began) {
        return "run-" + RUN_TIME.format(began) + "-" + environment.ids().hex8();
    }

    /** The run's own memory failed: what was published stays, and the lease runs out by itself. */
    private ObjectNode broken(Trigger trigger, String user, OperationException failure) {
        Instant now = environment.clock().instant();
        String runId = newRunId(now);
        log.error("data-run", Map.of("runId", runId, "code", failure.kind().name(), "failure", failure));
        Unfit why = new Unfit(failure.kind().name(), failure.text());
        List<FileResult> results = settings.files().stream()
                .map(file -> FileResult.failed(file, why, Duration.ZERO))
                .toList();
        Outcome outcome =
                Outcome.of(settings, results, Optional.of(failure.text()), Optional.empty(), Optional.empty());
        measure(outcome, List.of());
        return record(Optional.of(runId), trigger, user, now, outcome);
    }

    private Worked work(String runId, RunOptions options, Ledger.Lease lease) {
        Optional<Plan> begun = ledger.plan();
        List<Looked> latest = look(options);
        List<Looked> files = latest;
        if (!bad(latest).isEmpty() && begun.isPresent()) {
            files = asBegun(latest, begun.get()).orElse(latest);
        }
        Optional<Plan> unfinished = begun;
        Optional<Sets> sets = Optional.empty();
        for (int attempt = 1; bad(files).isEmpty(); attempt++) {
            Plan plan = begin(runId, attempt, files, unfinished, lease);
            if (!switchover.isOn()) {
                break;
            }
            Switchover.Result result =
                    switchover.to(plan, unfinished, !changed(files).isEmpty(), options.force(), lease);
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
        List<String> bad = bad(files);
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
            } else if (!bad(latest).isEmpty()) {
                reason = Optional.of("finished what run " + begun.orElseThrow().runId() + " began; what is there now is"
                        + " not fit: " + String.join(", ", bad(latest)));
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
            changed(files).forEach(looked -> failed.putIfAbsent(looked.file(), others));
        } else {
            Unfit why = result instanceof Switchover.Result.Moved
                    ? moving(((Switchover.Result.Moved) result).file())
                    : ((Switchover.Result.NotSwitched) result).why();
            List<Looked> changed = changed(files);
            (changed.isEmpty() ? files : changed).forEach(looked -> failed.put(looked.file(), why));
        }
        return files.stream()
                .map(looked -> failed.containsKey(looked.file())
                        ? looked.failed(failed.get(looked.file()))
                        : looked.unchanged(publisher))
                .toList();
    }

    private static List<Looked> changed(List<Looked> files) {
        return files.stream()
                .filter(looked -> !(looked.verdict() instanceof Verdict.Live))
                .toList();
    }

    private static List<String> bad(List<Looked> files) {
        return files.stream()
                .filter(looked -> looked.verdict() instanceof Verdict.Bad)
                .map(Looked::file)
                .toList();
    }

    /** The files as the set has them that was begun; empty when one of its versions is neither live nor kept. */
    private static Optional<List<Looked>> asBegun(List<Looked> latest, Plan begun) {
        List<Looked> files = latest.stream()
                .flatMap(looked -> asBegun(looked, begun).stream())
                .toList();
        return files.size() == latest.size() ? Optional.of(files) : Optional.empty();
    }

    private static Optional<Looked> asBegun(Looked looked, Plan begun) {
        Optional<SourceFiles.Source> source = begun.source(looked.file());
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String etag = source.get().etag();
        Optional<Published> live =
                looked.live().filter(published -> published.sourceEtag().equals(etag));
        if (live.isPresent()) {
            return Optional.of(looked.as(new Verdict.Live(live.get(), source.get())));
        }
        if (looked.verdict() instanceof Verdict.Good
                && ((Verdict.Good) looked.verdict()).source().etag().equals(etag)) {
            return Optional.of(looked);
        }
        return source.get().versionId().map(id -> looked.as(new Verdict.Begun(source.get())));
    }

    /** The plan that leads to these files; written down if files are to be copied, else {@link Switchover} does so. */
    private Plan begin(String runId, int attempt, List<Looked> files, Optional<Plan> begun, Ledger.Lease lease) {
        Plan plan = new Plan(
                runId,
                runId.replaceFirst("^run-", "") + (attempt == 1 ? "" : "-" + attempt),
                environment.clock().instant(),
                files.stream().map(Looked::source).toList());
        Optional<Plan> same = begun.filter(plan::isTheSameSetAs);
        if (same.isEmpty() && !changed(files).isEmpty() && !switchover.isOn()) {
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
                if (e.statusCode() != PRECONDITION_FAILED) {
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

    private ObjectNode record(Optional<String> runId, Trigger trigger, String user, Instant began, Outcome outcome) {
        ObjectNode record = Json.object();
        runId.ifPresent(id -> record.put("id", id).put("runId", id));
        record.put("trigger", trigger.word()).put("user", user);
        if (runId.isPresent()) {
            record.put("startedAt", Json.time(began))
                    .put(
                            "durationMs",
                            Duration.between(began, environment.clock().instant())
                                    .toMillis());
        }
        record.setAll(outcome.toJson());
        return record;
    }

    private void measure(Outcome outcome, List<Published> live) {
        int total = outcome.results().size();
        Metrics metrics = new Metrics()
                .dimension("Component", "DataDistributor")
                .put("FilesPublished", outcome.count(FileResult.State.PUBLISHED), Metrics.Unit.COUNT)
                .put("FilesUnchanged", outcome.count(FileResult.State.UNCHANGED), Metrics.Unit.COUNT)
                .put("FilesFailed", outcome.count(FileResult.State.FAILED), Metrics.Unit.COUNT)
                .put("FailedRuns", outcome.isFailure() ? 1 : 0, Metrics.Unit.COUNT);
        if (total > 0) {
            long good = total - outcome.count(FileResult.State.FAILED);
            metrics.put("SuccessRate", 100.0 * good / total, Metrics.Unit.PERCENT);
        }
        outcome.results().stream()
                .filter(result -> result.state() == FileResult.State.PUBLISHED)
                .mapToLong(result -> result.took().toMillis())
                .max()
                .ifPresent(slowest -> metrics.put("SlowestFile", slowest, Metrics.Unit.MILLISECONDS));
        if (outcome.status() != Outcome.Status.FAILED) {
            live.stream()
                    .map(Published::sourceModifiedAt)
                    .min(Instant::compareTo)
                    .ifPresent(oldest -> metrics.put(
                            "DataAge",
                            Duration.between(oldest, environment.clock().instant())
                                    .toSeconds(),
                            Metrics.Unit.SECONDS));
        }
        metrics.emit(log, environment.clock());
    }

    /** What a run does. */
    @FunctionalInterface
    private interface Work {
        Worked under(String runId, Ledger.Lease lease);
    }

    /** What came of a run, and what is live after it. */
    private record Worked(Outcome outcome, List<Published> live) {}

    /** A file as it was found, and how long looking took: what others took in between is not its own. */
    private record Looked(String file, Optional<Published> live, Verdict verdict, Duration took) {

        Looked as(Verdict other) {
            return new Looked(file, live, other, took);
        }

        /** The version that is fit or live. */
        SourceFiles.Source source() {
            if (verdict instanceof Verdict.Live) {
                return ((Verdict.Live) verdict).source();
            }
            return verdict instanceof Verdict.Begun
                    ? ((Verdict.Begun) verdict).source()
                    : ((Verdict.Good) verdict).source();
        }

        FileResult unchanged(Publisher publisher) {
            return result(FileResult.State.UNCHANGED, publisher.destination(file));
        }

        FileResult failed(Unfit why) {
            return FileResult.failed(file, why, took);
        }

        FileResult result(FileResult.State state, String destination) {
            return new FileResult(file, state, destination, "", took);
        }
    }
}
