// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.delete;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionLifecycle;
import dev.cfmanager.lambdaedge.EdgeFunctionProgress;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;

/**
 * {@code DELETE /lambda-edge/functions/{id}}: deletes an edge function. 200 when it is gone; 202 while AWS still holds
 * replicas of it, which takes hours and needs no second call; 409 when it belongs to a distribution.
 */
public final class DeleteEdgeFunctionHandler extends ApiHandler {
    private final EdgeFunctionRepository functions;
    private final EdgeFunctionLifecycle lifecycle;

    /** Lambda's entry. */
    public DeleteEdgeFunctionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** In that environment; reads {@code LAMBDA_EDGE_FUNCTIONS_TABLE}. */
    public DeleteEdgeFunctionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.functions = new DynamoEdgeFunctionRepository(environment);
        this.lifecycle = new EdgeFunctionLifecycle(environment, functions);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        EdgeFunction function = functions.find(id).orElseThrow(() -> OperationException.notFound("Edge function", id));
        if (function.distributionId() != null) {
            throw OperationException.conflict("The function belongs to distribution " + function.distributionId()
                    + " and is deleted together with it.");
        }
        lifecycle.retire(id);
        boolean gone = lifecycle.advance(id) instanceof EdgeFunctionProgress.Settled;
        ObjectNode data = Json.object()
                .put("functionId", id)
                .put("functionName", function.functionName())
                .put("status", gone ? "deleted" : "pending_deletion");
        return gone
                ? ApiResponse.ok(data)
                : ApiResponse.accepted(data)
                        .withMessage("The function is deleted as soon as AWS has removed its replicas, within hours.");
    }
}
