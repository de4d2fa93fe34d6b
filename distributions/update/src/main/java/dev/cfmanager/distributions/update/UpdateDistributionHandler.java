// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.update;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionPatch;
import dev.cfmanager.distributions.reconcile.UpdateDistribution;
import dev.cfmanager.distributions.reconcile.UpdateDistribution.Updated;

/**
 * {@code PUT /distributions/{id}}: changes what the body names and answers 200 with the whole {@code distribution} once
 * all of it is with CloudFront; 202 when it was accepted, CloudFront could not be reached in time, and it is being
 * applied in the background. Never 200 for what was not applied.
 */
public final class UpdateDistributionHandler extends ApiHandler {
    private final UpdateDistribution updateDistribution;

    /** Lambda's entry. */
    public UpdateDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public UpdateDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.updateDistribution = new UpdateDistribution(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        DistributionPatch patch = DistributionPatch.of(request.body(), request.header("If-Match"));
        Updated updated = updateDistribution.run(request.pathParameter("id"), patch, request.caller());
        ObjectNode data = Json.object();
        data.set("distribution", DistributionJson.whole(updated.distribution()));
        return updated.applied()
                ? ApiResponse.ok(data).withMessage("The distribution was changed.")
                : ApiResponse.accepted(data).withMessage("The change was accepted and is being applied.");
    }
}
