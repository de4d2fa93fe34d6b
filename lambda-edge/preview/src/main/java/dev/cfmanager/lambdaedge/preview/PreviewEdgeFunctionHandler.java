// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.lambdaedge.Preset;
import dev.cfmanager.lambdaedge.RoutedOrigin;
import dev.cfmanager.lambdaedge.RoutingPolicy;
import dev.cfmanager.lambdaedge.RoutingRequests;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.util.List;

/** {@code POST /lambda-edge/preview}: shows what a routing would be deployed as and what it does, changing nothing (200). */
public final class PreviewEdgeFunctionHandler extends ApiHandler {
    private final RoutingRequests requests;

    /** Lambda's entry. */
    public PreviewEdgeFunctionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** In that environment; reads {@code ORIGINS_TABLE}. */
    public PreviewEdgeFunctionHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.requests = new RoutingRequests(new DynamoOriginRepository(environment));
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Fields body = request.body();
        List<String> paths = Preview.paths(body);
        return ApiResponse.ok(Preview.of(requests.read(body), paths).toJson());
    }

    @Override
    protected void prime() {
        RoutedOrigin bucket = new RoutedOrigin(null, "priming", "us-east-1");
        Preview.of(RoutingPolicy.of(Preset.ASIA_US, bucket, List.of(bucket)), List.of("/"))
                .toJson();
    }
}
