// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.listinvalidations;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.PageRequest;
import java.util.function.Function;

/**
 * {@code GET /distributions/{id}/invalidations}: a page of a distribution's invalidations, or all of them: first those
 * that wait in the queue, then CloudFront's, each the newest first. Items: {@code {invalidationId, status, createTime}}, of
 * queued ones {@code pathCount} and {@code remaining} besides; each one's own resource shows its paths.
 */
public final class ListInvalidationsHandler extends ApiHandler {
    private final ListInvalidations listInvalidations;

    /** Lambda's entry. */
    public ListInvalidationsHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListInvalidationsHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.listInvalidations = new ListInvalidations(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok(listInvalidations
                .run(request.pathParameter("id"), PageRequest.of(request))
                .toJson("invalidations", Function.identity()));
    }
}
