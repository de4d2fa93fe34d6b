// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.list;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginJson;
import dev.cfmanager.origins.OriginRepository;
import java.util.Comparator;

/**
 * {@code GET /origins?limit=&nextToken=}: answers {@code origins[]}, newest first within the page, {@code count},
 * {@code total}, and {@code nextToken} when there are more. Without {@code limit} everything, up to 1000.
 */
public final class ListOriginsHandler extends ApiHandler {
    private static final Comparator<Origin> NEWEST_FIRST =
            Comparator.comparing(Origin::createdAt).reversed().thenComparing(Origin::id);

    private final OriginRepository origins;

    /** Lambda's entry. */
    public ListOriginsHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListOriginsHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.origins = new DynamoOriginRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok(
                origins.list(PageRequest.of(request)).sorted(NEWEST_FIRST).toJson("origins", OriginJson::of));
    }
}
