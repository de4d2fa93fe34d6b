// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.list;

import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateJson;
import dev.cfmanager.templates.TemplateRepository;
import java.util.Comparator;

/**
 * {@code GET /templates?category=&limit=&nextToken=}: answers {@code templates[]}, newest first within the page, {@code count},
 * {@code total}, and {@code nextToken} when there are more. Without {@code limit} everything, up to 1000.
 */
public final class ListTemplatesHandler extends ApiHandler {
    private static final Comparator<Template> NEWEST_FIRST =
            Comparator.comparing(Template::createdAt).reversed().thenComparing(Template::id);

    private static final int MAX_CATEGORY = 64;

    private final TemplateRepository templates;

    /** Lambda's entry. */
    public ListTemplatesHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public ListTemplatesHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.templates = new DynamoTemplateRepository(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        PageRequest wanted = PageRequest.of(request);
        Page<Template> page = request.queryParameter("category")
                .map(category -> templates.listByCategory(checked(category), wanted))
                .orElseGet(() -> templates.list(wanted));
        return ApiResponse.ok(page.sorted(NEWEST_FIRST).toJson("templates", TemplateJson::of));
    }

    private static String checked(String category) {
        if (category.length() > MAX_CATEGORY) {
            throw OperationException.validation("category: may have at most " + MAX_CATEGORY + " characters");
        }
        return category;
    }
}
