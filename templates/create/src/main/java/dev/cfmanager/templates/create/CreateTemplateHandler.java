// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.create;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateJson;
import dev.cfmanager.templates.TemplatePatch;

/**
 * {@code POST /templates}: creates a template of what {@link TemplatePatch} reads, of which {@code name} and {@code config} are
 * required, and answers it as {@code template}, 201.
 */
public final class CreateTemplateHandler extends ApiHandler {
    private final CreateTemplate createTemplate;

    /** Lambda's entry. */
    public CreateTemplateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public CreateTemplateHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.createTemplate = new CreateTemplate(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        TemplatePatch wanted = TemplatePatch.creation(request.body());
        Template created = createTemplate.run(wanted, request.caller(), request.idempotencyScope());
        return ApiResponse.created("template", TemplateJson.of(created))
                .withMessage("Template " + created.name() + " was created.");
    }
}
