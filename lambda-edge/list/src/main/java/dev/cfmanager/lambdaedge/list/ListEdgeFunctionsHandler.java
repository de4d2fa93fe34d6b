// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.list;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunction;
import dev.cfmanager.lambdaedge.EdgeFunctionJson;
import dev.cfmanager.lambdaedge.EdgeFunctionRepository;
import java.util.Comparator;

/** {@code GET /lambda-edge/functions}: all edge functions, the youngest first (200). */
public final class ListEdgeFunctionsHandler extends ApiHandler {
    private final EdgeFunctionRepository functions;

    /** Lambda's entry. */
    public ListEdgeFunctionsHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** In that environment; reads {@code LAMBDA_EDGE_FUNCTIONS_TABLE}. */
    public ListEdgeFunctionsHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.functions = new DynamoEdgeFunctionRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok(functions
                .list(PageRequest.of(request))
                .sorted(Comparator.comparing(EdgeFunction::createdAt).reversed())
                .toJson("functions", EdgeFunctionJson::item));
    }
}
