// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.create;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.reconcile.CreateDistribution;
import dev.cfmanager.distributions.reconcile.CreateDistribution.Created;

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
        Created created = createDistribution.run(spec, request.caller(), request.idempotencyScope());
        ApiResponse answer = ApiResponse.created("distribution", DistributionJson.whole(created.distribution()));
        if (!created.warnings().isEmpty()) {
            ArrayNode warnings = Json.array();
            created.warnings().forEach(warnings::add);
            answer = answer.with("warnings", warnings);
        }
        Distribution distribution = created.distribution();
        if (distribution.multiOrigin()) {
            answer = answer.with("lambdaEdgeFunction", DistributionJson.edgeFunction(distribution));
        }
        return created.atCloudFront()
                ? answer.withMessage("The distribution was created and is being deployed.")
                : answer.withStatus(202).withMessage("The distribution is being created.");
    }
}
