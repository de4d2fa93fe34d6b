// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.get;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.TemplateJson;
import dev.cfmanager.templates.TemplateRepository;

/**
 * {@code GET /templates/{id}}: answers {@code template}.
 */
public final class GetTemplateHandler extends ApiHandler {
    private final TemplateRepository templates;

    /** Lambda's entry. */
    public GetTemplateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetTemplateHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.templates = new DynamoTemplateRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.ok("template", TemplateJson.of(templates.require(request.pathParameter("id"))));
    }
}
