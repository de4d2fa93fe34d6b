// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;

/**
 * {@code POST /templates/{id}/apply}: makes a distribution of a template, as {@code POST /distributions} does, and answers
 * what that answers and {@code templateApplied{templateId, templateName, appliedAt}}.
 */
public final class ApplyTemplateHandler extends ApiHandler {
    private final ApplyTemplate applyTemplate;

    /** Lambda's entry. */
    public ApplyTemplateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ApplyTemplateHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.applyTemplate = new ApplyTemplate(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return applyTemplate.run(
                request.pathParameter("id"), request.body(), request.caller(), request.idempotencyScope());
    }
}
