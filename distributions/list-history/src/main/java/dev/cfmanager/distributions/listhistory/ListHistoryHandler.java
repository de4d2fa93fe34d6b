// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.listhistory;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryEvent;

/**
 * {@code GET /distributions/{id}/history}: a page of what happened to a distribution, or all of it, the newest event
 * first. History outlives the distribution; only an id that nobody ever heard of is NOT_FOUND.
 */
public final class ListHistoryHandler extends ApiHandler {
    private final DistributionRepository repository;
    private final History history;

    /** Lambda's entry. */
    public ListHistoryHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListHistoryHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.repository = new DynamoDistributionRepository(environment);
        this.history = new History(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String id = request.pathParameter("id");
        PageRequest wanted = PageRequest.of(request);
        Page<HistoryEvent> page = history.page(id, wanted);
        if (page.items().isEmpty()
                && wanted.token().isEmpty()
                && repository.find(id).isEmpty()) {
            throw OperationException.notFound("Distribution", id);
        }
        return ApiResponse.ok(page.toJson("history", HistoryEvent::toJson));
    }
}
