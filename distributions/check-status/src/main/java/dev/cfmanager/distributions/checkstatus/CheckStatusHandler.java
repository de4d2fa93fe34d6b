// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.checkstatus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TaskHandler;
import dev.cfmanager.distributions.invalidation.DrainInvalidations;
import dev.cfmanager.distributions.reconcile.InTurn;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes the next steps towards a distribution's goal. In: {@code {"distributionId"}}, and {@code turn} where
 * one was given; other members are ignored. Out: {@code {"distributionId", "status", "outcome", "waitSeconds", "subject"}},
 * where {@code subject} is what to pass in the next time, {@code outcome} is {@code Again} as long as there
 * is something to do, in {@code waitSeconds} seconds, and then {@code Settled} or {@code Failed}; {@code status} is {@code
 * Deleted} when the record is gone. In {@code {"functionId"}} it does the same for an edge function of its own, whose
 * status it leaves to the record; in {@code {"invalidationsOf"}} it hands over the queue of invalidations of that
 * distribution.
 */
public final class CheckStatusHandler extends TaskHandler {
    private final InTurn reconciler;
    private final EdgeFunctionLifecycle functions;
    private final DrainInvalidations invalidations;

    /** Lambda's entry. */
    public CheckStatusHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CheckStatusHandler(ExecutionEnvironment environment) {
        super(environment);
        this.reconciler = new InTurn(environment);
        this.functions = new EdgeFunctionLifecycle(environment, new DynamoEdgeFunctionRepository(environment));
        this.invalidations = new DrainInvalidations(environment.yielding());
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        String functionId = input.path("functionId").asText("");
        if (!functionId.isBlank()) {
            return function(functionId).set("subject", input);
        }
        String queueOf = input.path("invalidationsOf").asText("");
        if (!queueOf.isBlank()) {
            return queue(queueOf).set("subject", input);
        }
        String id = input.path("distributionId").asText("");
        if (id.isBlank()) {
            throw OperationException.validation("distributionId: is required");
        }
        Optional<Instant> turn = Optional.of(input.path("turn").asText(""))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
        InTurn.Round round = reconciler.advance(id, turn);
        ObjectNode subject = input.deepCopy().without(List.of("turn"));
        round.turn().ifPresent(next -> subject.put("turn", Json.time(next)));
        return Json.object()
                .put("distributionId", id)
                .put("status", round.advance().status())
                .put("outcome", round.advance().outcome().word())
                .put("waitSeconds", round.advance().outcome().after().toSeconds())
                .set("subject", subject);
    }

    private ObjectNode queue(String distributionId) {
        Duration after = invalidations.advance(distributionId);
        return Json.object()
                .put("invalidationsOf", distributionId)
                .put("status", "")
                .put("outcome", after.isZero() ? "Settled" : "Again")
                .put("waitSeconds", after.toSeconds());
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
