// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.checkstatus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TaskHandler;
import dev.cfmanager.distributions.reconcile.Advance;
import dev.cfmanager.distributions.reconcile.Reconciler;

/**
 * Takes the next steps towards a distribution's goal. In: {@code {"distributionId"}}; other members are ignored. Out:
 * {@code {"distributionId", "status", "outcome", "waitSeconds"}}, where {@code outcome} is {@code Again} as long as there
 * is something to do, in {@code waitSeconds} seconds, and then {@code Settled} or {@code Failed}; {@code status} is {@code
 * Deleted} when the record is gone.
 */
public final class CheckStatusHandler extends TaskHandler {
    private final Reconciler reconciler;

    /** Lambda's entry. */
    public CheckStatusHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CheckStatusHandler(ExecutionEnvironment environment) {
        super(environment);
        this.reconciler = new Reconciler(environment);
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        String id = input.path("distributionId").asText("");
        if (id.isBlank()) {
            throw OperationException.validation("distributionId: is required");
        }
        Advance advance = reconciler.advance(id);
        return Json.object()
                .put("distributionId", id)
                .put("status", advance.status())
                .put("outcome", advance.outcome().word())
                .put("waitSeconds", advance.outcome().after().toSeconds());
    }
}
