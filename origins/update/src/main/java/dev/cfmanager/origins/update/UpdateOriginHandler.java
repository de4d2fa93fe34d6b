// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.update;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginJson;

/**
 * {@code PUT /origins/{id}}: changes what the body names and answers the whole {@code origin}. An absent field stays as
 * it is, an explicit {@code null} is removed.
 */
public final class UpdateOriginHandler extends ApiHandler {
    private final ExecutionEnvironment environment;
    private final UpdateOrigin updateOrigin;

    /** Lambda's entry. */
    public UpdateOriginHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public UpdateOriginHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.environment = environment;
        this.updateOrigin = new UpdateOrigin(environment, new DynamoOriginRepository(environment));
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        OriginPatch patch = OriginPatch.read(environment, request.body());
        return ApiResponse.ok(
                "origin",
                OriginJson.of(updateOrigin.run(
                        request.pathParameter("id"), patch, request.caller().user())));
    }
}
