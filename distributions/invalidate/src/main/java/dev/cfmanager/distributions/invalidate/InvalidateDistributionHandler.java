// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidate;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.invalidate.InvalidateDistribution.Invalidated;

/**
 * {@code POST /distributions/{id}/invalidate}: answers 201 when CloudFront has begun to invalidate the paths, and 202
 * when it is busy and they wait in the queue; what follows happens by itself.
 */
public final class InvalidateDistributionHandler extends ApiHandler {
    private final InvalidateDistribution invalidateDistribution;

    /** Lambda's entry. */
    public InvalidateDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public InvalidateDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.OPERATE);
        this.invalidateDistribution = new InvalidateDistribution(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        InvalidationSpec spec = InvalidationSpec.of(request.body());
        Invalidated invalidated =
                invalidateDistribution.run(id, spec, request.caller().user(), request.idempotencyScope());
        if (invalidated instanceof Invalidated.Queued queued) {
            return ApiResponse.accepted(queued.invalidation())
                    .withMessage("CloudFront is busy; the paths wait and will be invalidated by themselves.");
        }
        return ApiResponse.ok(((Invalidated.Taken) invalidated).invalidation().toJson())
                .withStatus(201);
    }
}
