// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;

/** {@code GET /data-distributions/{id}}: one run's record; 404 when there is none of that id (any more). */
public final class GetDataDistributionHandler extends ApiHandler {
    private final Ledger ledger;

    /** Lambda's entry. */
    public GetDataDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** With everything from outside given. */
    public GetDataDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.ledger = new Ledger(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        return ApiResponse.ok(
                "dataDistribution",
                ledger.run(id).orElseThrow(() -> OperationException.notFound("Data distribution", id)));
    }
}
