// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.create;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.reconcile.CreateDistribution;

/**
 * {@code POST /distributions}: creates a distribution and answers its record, 201; 202 when CloudFront does not have it
 * yet and it is being created in the background. {@code warnings[]} names what is still being tried.
 */
public final class CreateDistributionHandler extends ApiHandler {
    private final CreateDistribution createDistribution;

    /** Lambda's entry. */
    public CreateDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CreateDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.createDistribution = new CreateDistribution(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        DistributionSpec spec = DistributionSpec.of(request.body());
        return createDistribution
                .run(spec, request.caller(), request.idempotencyScope())
                .answer();
    }
}
