// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.delete;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.templates.Template;

/**
 * {@code DELETE /templates/{id}?force=}: deletes a template and answers {@code templateId} and {@code name}. One that distributions
 * were made from is deleted only with {@code force=true}; they keep their configuration.
 */
public final class DeleteTemplateHandler extends ApiHandler {
    private final DeleteTemplate deleteTemplate;

    /** Lambda's entry. */
    public DeleteTemplateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public DeleteTemplateHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.deleteTemplate = new DeleteTemplate(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        String force = request.queryParameter("force").orElse("false");
        if (!force.equals("true") && !force.equals("false")) {
            throw OperationException.validation("force: must be true or false");
        }
        Template deleted = deleteTemplate.run(request.pathParameter("id"), force.equals("true"));
        return ApiResponse.ok(Json.object().put("templateId", deleted.id()).put("name", deleted.name()))
                .withMessage("Template " + deleted.name() + " was deleted.");
    }
}
