// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.update;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateJson;
import dev.cfmanager.templates.TemplatePatch;
import java.util.Optional;

/**
 * {@code PUT /templates/{id}}: changes what the body says ({@link TemplatePatch}), if the template is still of the body's
 * {@code version} where it names one, and answers {@code template}.
 */
public final class UpdateTemplateHandler extends ApiHandler {
    private final UpdateTemplate updateTemplate;

    /** Lambda's entry. */
    public UpdateTemplateHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public UpdateTemplateHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.updateTemplate = new UpdateTemplate(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Fields body = request.body();
        Optional<Long> version = body.whole("version", 0, Long.MAX_VALUE);
        TemplatePatch change = TemplatePatch.change(body);
        Template changed = updateTemplate.run(request.pathParameter("id"), change, version, request.caller());
        return ApiResponse.ok("template", TemplateJson.of(changed));
    }
}
