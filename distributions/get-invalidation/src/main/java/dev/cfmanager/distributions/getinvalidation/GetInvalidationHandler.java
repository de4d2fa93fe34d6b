// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.getinvalidation;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.invalidation.InvalidationProgress;

/**
 * {@code GET /distributions/{id}/invalidations/{invalidationId}}: how far an invalidation is, by CloudFront's id of it or
 * by the id that it got in the queue.
 */
public final class GetInvalidationHandler extends ApiHandler {
    private final DistributionRepository distributions;
    private final InvalidationProgress progress;

    /** Lambda's entry. */
    public GetInvalidationHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetInvalidationHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.distributions = new DynamoDistributionRepository(environment);
        this.progress = new InvalidationProgress(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Distribution distribution = distributions.require(request.pathParameter("id"));
        String invalidationId = request.pathParameter("invalidationId");
        return ApiResponse.ok(
                "invalidation",
                progress.find(distribution, invalidationId)
                        .orElseThrow(() -> OperationException.notFound("Invalidation", invalidationId)));
    }
}
