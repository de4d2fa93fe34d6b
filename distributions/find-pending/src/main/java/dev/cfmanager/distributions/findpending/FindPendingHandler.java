// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.findpending;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TaskHandler;
import dev.cfmanager.distributions.Distribution;
import java.util.List;

/**
 * Runs every five minutes: has every distribution watched that is unfinished and that no execution watches, so that
 * nothing is lost when an execution ends early. Out: {@code {"message", "totalFound", "alreadyWatched",
 * "successfullyProcessed", "processedIds"}}.
 */
public final class FindPendingHandler extends TaskHandler {
    private final PendingDistributions pending;

    /** Lambda's entry. */
    public FindPendingHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public FindPendingHandler(ExecutionEnvironment environment) {
        super(environment);
        this.pending = new PendingDistributions(environment);
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        List<Distribution> found = pending.find();
        List<Distribution> unwatched = pending.unwatched(found);
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
        return output;
    }
}
