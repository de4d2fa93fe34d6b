// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.delete;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.delete.DeleteDistribution.Deletion;

/**
 * {@code DELETE /distributions/{id}}: answers 200 when nothing of it is left, and 202 when it is being switched off
 * first; what follows happens by itself, and the same request shows how far it is.
 */
public final class DeleteDistributionHandler extends ApiHandler {
    private final DeleteDistribution deleteDistribution;

    /** Lambda's entry. */
    public DeleteDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public DeleteDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.deleteDistribution = new DeleteDistribution(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Deletion deletion = deleteDistribution.run(request.pathParameter("id"), request.caller());
        ObjectNode data = deletion.toJson();
        return deletion.complete()
                ? ApiResponse.ok(data).withMessage("The distribution was deleted.")
                : ApiResponse.accepted(data)
                        .withMessage("The distribution is being switched off and will be deleted by itself.");
    }
}
