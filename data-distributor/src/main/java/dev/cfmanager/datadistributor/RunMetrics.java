// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.common.log.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What CloudWatch counts of the runs; the alarms and the dashboard of the template read it. */
final class RunMetrics {
    private final JsonLog log;
    private final InstantSource clock;

    RunMetrics(JsonLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Counts one run. */
    void count(Worked worked) {
        Outcome outcome = worked.outcome();
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
            worked.live().stream()
                    .map(Published::sourceModifiedAt)
                    .min(Instant::compareTo)
                    .ifPresent(oldest -> metrics.put(
                            "DataAge", Duration.between(oldest, clock.instant()).toSeconds(), Metrics.Unit.SECONDS));
        }
        metrics.emit(log, clock);
    }
}
