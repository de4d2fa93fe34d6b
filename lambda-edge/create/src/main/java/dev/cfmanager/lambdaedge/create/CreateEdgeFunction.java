// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.create;

import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Texts;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionMonitor;
import dev.cfmanager.lambdaedge.EdgeFunctionProgress;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.lambdaedge.RoutingRequests;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.util.Optional;

/** Records the function that a request asks for, then takes the steps towards it that need no waiting. */
final class CreateEdgeFunction {
    private static final int MAX_NAME = 128;
    private static final int HEX = 8;
    private static final int ATTEMPTS = 8;

    private final ExecutionEnvironment environment;
    private final EdgeFunctionRepository functions;
    private final EdgeFunctionLifecycle lifecycle;
    private final EdgeFunctionMonitor monitor;
    private final RoutingRequests requests;

    CreateEdgeFunction(ExecutionEnvironment environment) {
        this.environment = environment;
        this.functions = new DynamoEdgeFunctionRepository(environment);
        this.lifecycle = new EdgeFunctionLifecycle(environment, functions);
        this.monitor = new EdgeFunctionMonitor(environment);
        this.requests = new RoutingRequests(new DynamoOriginRepository(environment));
        environment.aws().edgeLambda(); // every request needs it: built in Lambda's init phase
    }

    /**
     * The function as its record stands after those steps: active or still being created.
     *
     * @throws OperationException VALIDATION_ERROR naming every unfit field; INVALID_CONFIGURATION when Lambda refused
     *     the function, of which then nothing exists
     */
    EdgeFunction run(ApiRequest request) {
        Fields body = request.body();
        String name = body.text("name", MAX_NAME);
        if (!name.isEmpty() && !Texts.isName(name)) {
            body.problem("name", "must be one line without < and >");
        }
        EdgeFunction begun = begin(request, name, requests.read(body));
        EdgeFunctionProgress progress = lifecycle.advance(begun.functionId());
        if (progress instanceof EdgeFunctionProgress.Failed) {
            throw new OperationException(
                    ErrorKind.INVALID_CONFIGURATION, ((EdgeFunctionProgress.Failed) progress).reason());
        }
        if (progress instanceof EdgeFunctionProgress.Again) {
            monitor.watch(begun.functionId());
        }
        return functions.find(begun.functionId()).orElse(begun);
    }

    /** The new record, or the one that the same request, sent before, has begun. */
    private EdgeFunction begin(ApiRequest request, String name, RoutingPolicy policy) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            EdgeFunction wanted = EdgeFunction.begin(
                    id(request, attempt),
                    name,
                    policy,
                    null,
                    request.caller().user(),
                    environment.clock().instant());
            if (functions.create(wanted)) {
                return wanted;
            }
            Optional<EdgeFunction> earlier = request.idempotencyKey()
                    .flatMap(key -> functions.find(wanted.functionId()))
                    .filter(found -> isTheSame(found, wanted));
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        throw OperationException.conflict("No free id was found for the function; try again.");
    }

    /** With an {@code Idempotency-Key} the id follows from the request, so that one sent again finds its record. */
    private String id(ApiRequest request, int attempt) {
        return request.idempotencyScope()
                .map(scope -> "func-" + scope.substring(attempt * HEX, (attempt + 1) * HEX))
                .orElseGet(() -> environment.ids().next("func"));
    }

    private static boolean isTheSame(EdgeFunction found, EdgeFunction wanted) {
        return found.functionName().equals(wanted.functionName())
                && found.policy().equals(wanted.policy())
                && found.createdBy().equals(wanted.createdBy());
    }
}
