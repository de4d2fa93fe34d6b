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
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One run of the distributor: judges every file, and only when all are fit copies those that changed and refreshes the
 * edge. A failure never throws: the outcome says what happened, one log line per failed file, and the metrics count it.
 *
 * <p>A run may die anywhere. Every object is either wholly the old or wholly the new one, the manifest never claims what
 * is not live, and the next run publishes and refreshes what this one did not get to.
 */
public final class DistributeData {
    private static final int LOOKS = 3;
    private static final int PRECONDITION_FAILED = 412;
    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ExecutionEnvironment environment;
    private final Settings settings;
    private final Ledger ledger;
    private final SourceFiles sources;
    private final Publisher publisher;
    private final EdgeRefresh edge;
    private final JsonLog log;

    /** Wires a run's collaborators. */
    public DistributeData(ExecutionEnvironment environment) {
        AwsErrorRules errors = AwsErrorRules.shared();
        this.environment = environment;
        this.settings = Settings.of(environment.env(), environment.aws().stackRegion());
        this.ledger = new Ledger(environment);
        this.sources = new SourceFiles(environment.aws().s3(settings.sourceRegion()), settings, errors);
        this.publisher = new Publisher(environment.aws().s3(settings.targetRegion()), settings, environment.clock());
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
            Optional<ObjectNode> run = attempt(trigger, options, user);
            if (run.isEmpty()) {
                // What came too late for the run at work must not wait for tomorrow.
                ledger.askAgain();
                run = attempt(trigger, options, user);
            }
            for (int more = 0; run.isPresent() && more < LOOKS && ledger.takeRequest(); more++) {
                attempt(trigger, RunOptions.ORDINARY, user);
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

    /** One run under the lease; empty when another one holds it. */
    private Optional<ObjectNode> attempt(Trigger trigger, RunOptions options, String user) {
        Optional<Ledger.Lease> lease = ledger.acquire();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        Instant began = environment.clock().instant();
        String runId = newRunId(began);
        Outcome outcome = work(runId, options, lease.get());
        ObjectNode record = record(Optional.of(runId), trigger, user, began, outcome);
        ledger.keep(runId, record);
        ledger.release(lease.get());
        measure(outcome);
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
        Outcome outcome = Outcome.of(settings, results, Optional.of(failure.text()), Optional.empty());
        measure(outcome);
        return record(Optional.of(runId), trigger, user, now, outcome);
    }

    private Outcome work(String runId, RunOptions options, Ledger.Lease lease) {
        List<Looked> files =
                settings.files().stream().map(file -> look(file, options)).toList();
        List<String> bad = files.stream()
                .filter(looked -> looked.verdict() instanceof Verdict.Bad)
                .map(Looked::file)
                .toList();
        List<FileResult> results = files.stream()
                .map(looked -> bad.isEmpty() ? publish(looked, options, lease) : withheld(looked, bad))
                .toList();
        Optional<String> reason = Optional.empty();
        if (!bad.isEmpty()) {
            reason = Optional.of("nothing was published, because of " + String.join(", ", bad));
        } else if (results.stream().anyMatch(result -> result.state() == FileResult.State.FAILED)) {
            reason = Optional.of("not every file could be published; the next run tries the rest again");
        }
        return finish(results, reason, runId, lease);
    }

    private Looked look(String file, RunOptions options) {
        long start = System.nanoTime();
        Optional<Published> live = ledger.published(publisher.destination(file));
        return new Looked(file, live, judge(file, live, options), start);
    }

    private FileResult publish(Looked looked, RunOptions options, Ledger.Lease lease) {
        if (looked.verdict() instanceof Verdict.Live) {
            return looked.unchanged(publisher);
        }
        String file = looked.file();
        Verdict current = looked.verdict();
        for (int attempt = 1; attempt <= LOOKS; attempt++) {
            if (!(current instanceof Verdict.Good)) {
                return looked.failed(current instanceof Verdict.Bad ? ((Verdict.Bad) current).unfit() : moving(file));
            }
            try {
                if (!ledger.renew(lease)) {
                    return looked.failed(new Unfit("LeaseLost", "another run took over; it publishes this file"));
                }
                Published published = publisher.publish(((Verdict.Good) current).source());
                ledger.note(published, lease);
                return looked.result(FileResult.State.PUBLISHED, published.destination());
            } catch (S3Exception e) {
                if (e.statusCode() != PRECONDITION_FAILED) {
                    return looked.failed(sources.of(e, "copying " + file));
                }
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

    private Outcome finish(List<FileResult> results, Optional<String> reason, String runId, Ledger.Lease lease) {
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
        Optional<String> untold = reason;
        Optional<String> invalidation = Optional.empty();
        try {
            invalidation = refresh(runId, lease);
        } catch (OperationException e) {
            log.error(
                    "data-invalidation", Map.of("runId", runId, "code", e.kind().name(), "error", e.text()));
            untold = Optional.of(reason.map(text -> text + "; ").orElse("")
                    + "the edge could not be told and keeps the old files up to " + settings.maxAge()
                    + " s; the next run tells it");
        }
        return Outcome.of(settings, results, untold, invalidation);
    }

    /** Invalidates what this or an earlier run published without the edge having been told. */
    private Optional<String> refresh(String runId, Ledger.Lease lease) {
        if (settings.distributionId().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Published> untold = new LinkedHashMap<>();
        for (String file : settings.files()) {
            ledger.published(publisher.destination(file))
                    .filter(published -> !published.invalidated())
                    .ifPresent(published -> untold.put(file, published));
        }
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
        return looked.failed(new Unfit(
                "Withheld", "is fit, but waits so that readers see one set: " + String.join(", ", bad) + " is not"));
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

    private void measure(Outcome outcome) {
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
            settings.files().stream()
                    .map(file -> ledger.published(publisher.destination(file)))
                    .flatMap(Optional::stream)
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

    /** A file as it was found, and when looking began. */
    private record Looked(String file, Optional<Published> live, Verdict verdict, long startNanos) {

        FileResult unchanged(Publisher publisher) {
            return result(FileResult.State.UNCHANGED, publisher.destination(file));
        }

        FileResult failed(Unfit why) {
            return FileResult.failed(file, why, took());
        }

        FileResult result(FileResult.State state, String destination) {
            return new FileResult(file, state, destination, "", took());
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }
}
