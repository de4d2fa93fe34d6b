// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.list;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import java.util.Comparator;

/** {@code GET /distributions}: a page of the distributions, or all of them; the youngest first within the answer. */
public final class ListDistributionsHandler extends ApiHandler {
    private static final Comparator<Distribution> YOUNGEST_FIRST =
            Comparator.comparing(Distribution::createdAt).reversed().thenComparing(Distribution::id);

    private final DistributionRepository repository;

    /** Lambda's entry. */
    public ListDistributionsHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListDistributionsHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.repository = new DynamoDistributionRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Page<Distribution> page = repository.list(PageRequest.of(request));
        return ApiResponse.ok(page.sorted(YOUNGEST_FIRST).toJson("distributions", DistributionJson::item));
    }
}
