// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.health;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;

/**
 * {@code GET /health}: answers {@code health}, always with 200, because whoever reaches this far may read a status line;
 * its {@code status} is {@code ok} or {@code degraded}.
 */
public final class GetHealthHandler extends ApiHandler {
    private final HealthCheck check;

    /** Lambda's entry. */
    public GetHealthHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetHealthHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.check = new HealthCheck(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok("health", check.run());
    }
}
