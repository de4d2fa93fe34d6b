// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.findpending;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.common.log.Metrics;
import dev.cfmanager.common.task.TaskHandler;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import dev.cfmanager.lambdaedge.EdgeFunctionSweep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Runs every five minutes: has every distribution watched that is unfinished and that no execution watches, so that
 * nothing is lost when an execution ends early; and the same for queues of invalidations. Out: {@code {"message",
 * "totalFound", "alreadyWatched", "successfullyProcessed", "processedIds", "invalidations": {"totalFound",
 * "processedIds"}, "edgeFunctions": {"totalFound", "settledIds", "problems"}}}. It begins with what is unchanged for
 * longest and stops in time; the next run goes on with what is left. Edge functions that are half made, or wait for their
 * replicas to go, it moves on itself. Measures {@code PendingCount}, how many there are, and {@code ReconcileAge}, how long
 * ago the least recent of the distributions was moved on.
 */
public final class FindPendingHandler extends TaskHandler {
    private final PendingDistributions pending;
    private final EdgeFunctionSweep functions;
    private final JsonLog log;
    private final InstantSource clock;

    /** Lambda's entry. */
    public FindPendingHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public FindPendingHandler(ExecutionEnvironment environment) {
        super(environment);
        this.pending = new PendingDistributions(environment);
        this.functions = new EdgeFunctionSweep(environment);
        this.log = environment.log();
        this.clock = environment.clock();
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        List<Distribution> found = pending.find();
        List<String> queues = pending.queues();
        Set<String> watched = pending.watched(found, queues);
        List<Distribution> unwatched = found.stream()
                .filter(distribution -> !watched.contains(distribution.id()))
                .toList();
        List<String> leftAlone = queues.stream()
                .filter(distributionId -> !watched.contains(StatusMonitor.ofQueue(distributionId)))
                .toList();
        List<String> handedOver = pending.watchQueues(leftAlone);
        List<Distribution> started = pending.watch(unwatched);
        ObjectNode output = Json.object()
                .put(
                        "message",
                        started.size() + " of " + unwatched.size() + " unwatched distributions are watched again")
                .put("totalFound", found.size())
                .put("alreadyWatched", found.size() - unwatched.size())
                .put("successfullyProcessed", started.size());
        ArrayNode ids = output.putArray("processedIds");
        started.forEach(distribution -> ids.add(distribution.id()));
        ObjectNode invalidations = output.putObject("invalidations").put("totalFound", queues.size());
        ArrayNode queueIds = invalidations.putArray("processedIds");
        handedOver.forEach(queueIds::add);
        EdgeFunctionSweep.Report swept = functions.run();
        ObjectNode edge = output.putObject("edgeFunctions").put("totalFound", swept.found());
        ArrayNode settled = edge.putArray("settledIds");
        swept.settled().forEach(settled::add);
        ArrayNode problems = edge.putArray("problems");
        swept.problems().forEach(problems::add);
        measure(found, swept);
        return output;
    }

    /** That this is written at all, every five minutes, is what an alarm watches as well. */
    private void measure(List<Distribution> found, EdgeFunctionSweep.Report swept) {
        Instant now = clock.instant();
        long oldest = found.stream()
                .mapToLong(distribution ->
                        Duration.between(distribution.updatedAt(), now).toSeconds())
                .max()
                .orElse(0);
        new Metrics()
                .dimension("Component", "Reconciler")
                .put("PendingCount", found.size() + swept.found(), Metrics.Unit.COUNT)
                .put("ReconcileAge", oldest, Metrics.Unit.SECONDS)
                .emit(log, clock);
    }
}
