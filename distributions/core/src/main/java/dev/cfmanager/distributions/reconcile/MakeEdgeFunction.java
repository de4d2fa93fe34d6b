// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.config.MultiOriginConfig;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionProgress;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.origins.OriginRepository;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes the function that chooses among the origins, waits until its version is active, and then names identity and
 * version in the configuration. The function's id is recorded before anything of it exists.
 */
final class MakeEdgeFunction implements Step {
    private static final int CANDIDATES = 16;
    private static final int HEX = 8;

    private final Ledger ledger;
    private final EdgeFunctionRepository functions;
    private final EdgeFunctionLifecycle lifecycle;
    private final OriginRepository origins;
    private final Creation creation;
    private final InstantSource clock;

    MakeEdgeFunction(
            Ledger ledger,
            EdgeFunctionRepository functions,
            EdgeFunctionLifecycle lifecycle,
            OriginRepository origins,
            Creation creation,
            InstantSource clock) {
        this.ledger = ledger;
        this.functions = functions;
        this.lifecycle = lifecycle;
        this.origins = origins;
        this.creation = creation;
        this.clock = clock;
    }

    @Override
    public Progress take(Distribution distribution) {
        if (!distribution.multiOrigin() || MultiOriginConfig.isComplete(distribution.config())) {
            return new Progress.Next(distribution);
        }
        Optional<String> functionId = distribution.lambdaEdgeFunctionId();
        if (functionId.isEmpty()) {
            String free = freeId(distribution);
            Optional<Distribution> named = ledger.change(distribution, change -> change.lambdaEdgeFunctionId(free));
            return named.map(this::take).orElseGet(Progress.Lost::new);
        }
        try {
            begin(distribution, functionId.get());
            EdgeFunctionProgress progress = lifecycle.advance(functionId.get());
            if (progress instanceof EdgeFunctionProgress.Failed failed) {
                throw new OperationException(ErrorKind.INVALID_CONFIGURATION, failed.reason());
            }
            return went(distribution, functionId.get(), progress);
        } catch (OperationException refusal) {
            return creation.refused(distribution, refusal);
        }
    }

    private void begin(Distribution distribution, String functionId) {
        if (functions.find(functionId).isPresent()) {
            return;
        }
        Problems problems = new Problems();
        Optional<RoutingPolicy> policy =
                MultiOriginConfig.policy(distribution.multiOriginConfig().orElseGet(Json::object), origins, problems);
        if (policy.isEmpty()) { // an origin was deleted since the request was checked
            throw OperationException.conflict("The origins changed meanwhile: " + String.join("; ", problems.found()));
        }
        functions.create(EdgeFunction.begin(
                functionId,
                distribution.name(),
                policy.get(),
                distribution.id(),
                distribution.createdBy(),
                clock.instant()));
    }

    private Progress went(Distribution distribution, String functionId, EdgeFunctionProgress progress) {
        Optional<EdgeFunction> function = functions.find(functionId);
        Optional<String> version = function.flatMap(EdgeFunction::associable);
        if (version.isPresent()) {
            return Progress.next(ledger.change(distribution, change -> change.lambdaEdgeFunctionName(
                            function.get().functionName())
                    .config(MultiOriginConfig.complete(
                            distribution.config(), distribution.oaiId().orElseThrow(), version.get()))));
        }
        Distribution current = distribution;
        if (distribution.lambdaEdgeFunctionName().isEmpty()
                && function.isPresent()
                && function.get().functionArn() != null) {
            String name = function.get().functionName();
            Optional<Distribution> noted = ledger.change(distribution, change -> change.lambdaEdgeFunctionName(name));
            if (noted.isEmpty()) {
                return new Progress.Lost();
            }
            current = noted.get();
        }
        return progress instanceof EdgeFunctionProgress.Again again
                ? new Progress.Wait(current, again.after())
                : new Progress.Lost(); // it was active a moment ago: look again
    }

    /** Follows from the distribution's id; the next one where a standalone function, or one being deleted, has it. */
    private String freeId(Distribution distribution) {
        for (int attempt = 0; attempt < CANDIDATES; attempt++) {
            String id = "func-"
                    + Hashes.sha256(distribution.callerReference() + "-" + attempt)
                            .substring(0, HEX);
            Optional<EdgeFunction> taken = functions.find(id);
            boolean ours = taken.isPresent()
                    && distribution.id().equals(taken.get().distributionId())
                    && taken.get().status() != EdgeFunctionStatus.PENDING_DELETION
                    && taken.get().status() != EdgeFunctionStatus.FAILED;
            if (taken.isEmpty() || ours) {
                return id;
            }
        }
        throw OperationException.conflict("No free id was found for the edge function; try again.");
    }
}
