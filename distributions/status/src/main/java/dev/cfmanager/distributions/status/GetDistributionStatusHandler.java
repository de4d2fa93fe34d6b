// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.reconcile.Refresh;
import dev.cfmanager.distributions.reconcile.Refresh.Refreshed;

/**
 * {@code GET /distributions/{id}/status}: {@code distributionId}, {@code cloudfrontId}, {@code status}, {@code
 * lastUpdated}, {@code domainName}, {@code enabled}; with {@code note} when CloudFront could not be asked and the record
 * answers.
 */
public final class GetDistributionStatusHandler extends ApiHandler {
    private final Refresh refresh;

    /** Lambda's entry. */
    public GetDistributionStatusHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetDistributionStatusHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.refresh = new Refresh(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Refreshed refreshed = refresh.run(request.pathParameter("id"));
        Distribution distribution = refreshed.distribution();
        ObjectNode data = Json.object()
                .put("distributionId", distribution.id())
                .put("status", distribution.status().word())
                .put("lastUpdated", Json.time(distribution.updatedAt()))
                .put("enabled", refreshed.enabled());
        distribution.cloudfrontId().ifPresent(id -> data.put("cloudfrontId", id));
        distribution.domainName().ifPresent(domain -> data.put("domainName", domain));
        refreshed.note().ifPresent(note -> data.put("note", note));
        return ApiResponse.ok(data);
    }
}
