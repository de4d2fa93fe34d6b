// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionJson;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;

/**
 * {@code POST /lambda-edge/functions}: creates an edge function. 201 when it is active at once; else 202, and the work
 * goes on: {@code GET /lambda-edge/functions/{id}} tells how.
 */
public final class CreateEdgeFunctionHandler extends ApiHandler {
    private final CreateEdgeFunction createEdgeFunction;

    /** Lambda's entry. */
    public CreateEdgeFunctionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** In that environment. */
    public CreateEdgeFunctionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.createEdgeFunction = new CreateEdgeFunction(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        EdgeFunction function = createEdgeFunction.run(request);
        ObjectNode data = EdgeFunctionJson.item(function);
        data.set("function", EdgeFunctionJson.item(function));
        return function.status() == EdgeFunctionStatus.ACTIVE
                ? ApiResponse.ok(data).withStatus(201)
                : ApiResponse.accepted(data)
                        .withMessage("The function is being created; ask for it again in a few seconds.");
    }
}
