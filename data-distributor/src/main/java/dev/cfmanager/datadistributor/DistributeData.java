// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

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

    /** What could not be finished within this time is left to the next schedule, or to an administrator. */
    private static final Duration RECOVERS_FOR = Duration.ofHours(1);

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ExecutionEnvironment environment;
    private final Settings settings;
    private final Ledger ledger;
    private final Switchover switchover;
    private final Publication publication;
    private final RunMetrics metrics;
    private final JsonLog log;

    /** Wires a run's collaborators. */
    public DistributeData(ExecutionEnvironment environment) {
        AwsErrorRules errors = AwsErrorRules.shared();
        this.environment = environment;
        this.settings = Settings.of(environment.env(), environment.aws().stackRegion());
        this.ledger = new Ledger(environment);
        SourceFiles sources = new SourceFiles(environment.aws().s3(settings.sourceRegion()), settings, errors);
        S3Client target = environment.aws().s3(settings.targetRegion());
        Publisher publisher = new Publisher(target, settings, environment.clock());
        this.switchover = new Switchover(
                settings,
                ledger,
                sources,
                publisher,
                new EdgeSwitch(environment.aws().cloudFront(), settings, errors),
                target,
                environment.clock());
        this.publication = new Publication(
                settings,
                ledger,
                sources,
                publisher,
                switchover,
                new EdgeRefresh(environment.aws().cloudFront(), settings, errors),
                environment);
        this.log = environment.log();
        this.metrics = new RunMetrics(log, environment.clock());
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
            Optional<ObjectNode> run = attempt(trigger, user, (runId, lease) -> publication.run(runId, options, lease));
            if (run.isEmpty()) {
                // What came too late for the run at work must not wait for tomorrow.
                ledger.askAgain();
                run = attempt(trigger, user, (runId, lease) -> publication.run(runId, options, lease));
            }
            for (int more = 0; run.isPresent() && more < LOOKS && ledger.takeRequest(); more++) {
                attempt(trigger, user, (runId, lease) -> publication.run(runId, RunOptions.ORDINARY, lease));
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
        metrics.count(worked);
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
        metrics.count(new Worked(outcome, List.of()));
        return record(Optional.of(runId), trigger, user, now, outcome);
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

    /** What a run does. */
    @FunctionalInterface
    private interface Work {
        Worked under(String runId, Ledger.Lease lease);
    }
}
