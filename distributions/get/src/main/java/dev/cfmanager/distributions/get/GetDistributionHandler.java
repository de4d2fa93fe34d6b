// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.get;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.reconcile.Refresh;

/**
 * {@code GET /distributions/{id}}: everything there is to know of a distribution, its status as CloudFront has it, and
 * its last {@value #EVENTS} events, the newest first.
 */
public final class GetDistributionHandler extends ApiHandler {
    private static final int EVENTS = 10;

    private final Refresh refresh;
    private final History history;

    /** Lambda's entry. */
    public GetDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.refresh = new Refresh(environment);
        this.history = new History(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Distribution distribution = refresh.run(request.pathParameter("id")).distribution();
        ArrayNode events = Json.array();
        history.latest(distribution.id(), EVENTS).forEach(event -> events.add(event.toJson()));
        return ApiResponse.ok("distribution", DistributionJson.whole(distribution))
                .with("history", events);
    }
}
