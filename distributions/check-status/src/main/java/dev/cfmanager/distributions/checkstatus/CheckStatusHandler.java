// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.checkstatus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TaskHandler;
import dev.cfmanager.distributions.reconcile.Advance;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionProgress;

/**
 * Takes the next steps towards a distribution's goal. In: {@code {"distributionId"}}; other members are ignored. Out:
 * {@code {"distributionId", "status", "outcome", "waitSeconds"}}, where {@code outcome} is {@code Again} as long as there
 * is something to do, in {@code waitSeconds} seconds, and then {@code Settled} or {@code Failed}; {@code status} is {@code
 * Deleted} when the record is gone. In {@code {"functionId"}} it does the same for an edge function of its own, whose
 * status it leaves to the record.
 */
public final class CheckStatusHandler extends TaskHandler {
    private final Reconciler reconciler;
    private final EdgeFunctionLifecycle functions;

    /** Lambda's entry. */
    public CheckStatusHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CheckStatusHandler(ExecutionEnvironment environment) {
        super(environment);
        this.reconciler = new Reconciler(environment);
        this.functions = new EdgeFunctionLifecycle(environment, new DynamoEdgeFunctionRepository(environment));
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        String functionId = input.path("functionId").asText("");
        if (!functionId.isBlank()) {
            return function(functionId);
        }
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

    private ObjectNode function(String functionId) {
        EdgeFunctionProgress progress = functions.advance(functionId);
        long waitSeconds = progress instanceof EdgeFunctionProgress.Again again
                ? Math.max(1, again.after().toSeconds())
                : 0;
        return Json.object()
                .put("functionId", functionId)
                .put("status", "")
                .put("outcome", progress.getClass().getSimpleName())
                .put("waitSeconds", waitSeconds);
    }
}
