// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.function.Function;

/** {@code GET /data-distributions}: the runs of the last 90 days, the latest first. */
public final class ListDataDistributionsHandler extends ApiHandler {
    private final Ledger ledger;

    /** Lambda's entry. */
    public ListDataDistributionsHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** With everything from outside given. */
    public ListDataDistributionsHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.ledger = new Ledger(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok(ledger.runs(PageRequest.of(request)).toJson("dataDistributions", Function.identity()));
    }
}
