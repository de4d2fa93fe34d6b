// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.get;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginJson;
import dev.cfmanager.origins.OriginRepository;

/** {@code GET /origins/{id}}: answers the {@code origin}; 404 when there is none. */
public final class GetOriginHandler extends ApiHandler {
    private final OriginRepository origins;

    /** Lambda's entry. */
    public GetOriginHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetOriginHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.origins = new DynamoOriginRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        return origins.find(id)
                .map(origin -> ApiResponse.ok("origin", OriginJson.of(origin)))
                .orElseThrow(() -> OperationException.notFound("Origin", id));
    }
}
