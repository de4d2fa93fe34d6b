// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginJson;

/** {@code POST /origins}: makes or attaches a bucket that only CloudFront reads, and answers the {@code origin} (201). */
public final class CreateOriginHandler extends ApiHandler {
    private final ExecutionEnvironment environment;
    private final CreateOrigin createOrigin;

    /** Lambda's entry. */
    public CreateOriginHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CreateOriginHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.environment = environment;
        this.createOrigin = new CreateOrigin(environment, new DynamoOriginRepository(environment));
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        OriginSpec spec = OriginSpec.read(environment, request.body());
        Origin origin = createOrigin.run(spec, request.caller(), request.idempotencyScope());
        ApiResponse response = ApiResponse.created("origin", OriginJson.of(origin))
                .withMessage("Origin " + origin.name() + " is ready: bucket " + origin.bucketName() + " in "
                        + origin.region() + ".");
        return spec.bucketName().indexOf('.') < 0
                ? response
                : response.with(
                        "warnings",
                        Json.array()
                                .add("The bucket's name has dots: S3's certificate does not cover it, so clients that"
                                        + " speak HTTPS to the bucket itself must use path-style addresses."));
    }
}
