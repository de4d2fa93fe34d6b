// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.get;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionJson;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;

/** {@code GET /lambda-edge/functions/{id}}: one edge function with its code (200, or 404). */
public final class GetEdgeFunctionHandler extends ApiHandler {
    private final EdgeFunctionRepository functions;

    /** Lambda's entry. */
    public GetEdgeFunctionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** In that environment; reads {@code LAMBDA_EDGE_FUNCTIONS_TABLE}. */
    public GetEdgeFunctionHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.functions = new DynamoEdgeFunctionRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        return functions
                .find(id)
                .map(function -> ApiResponse.ok("function", EdgeFunctionJson.full(function)))
                .orElseThrow(() -> OperationException.notFound("Edge function", id));
    }
}
