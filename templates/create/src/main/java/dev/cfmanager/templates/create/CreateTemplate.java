// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.create;

import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplatePatch;
import dev.cfmanager.templates.TemplateRepository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Creates a template. Sent again with the same scope it finds the one it made, wherever the first attempt died. */
final class CreateTemplate {
    private static final String PREFIX = "tmpl";

    private final TemplateRepository templates;
    private final IdSource ids;
    private final InstantSource clock;

    CreateTemplate(ExecutionEnvironment environment) {
        this.templates = new DynamoTemplateRepository(environment);
        this.ids = environment.ids();
        this.clock = environment.clock();
    }

    /**
     * Creates a template for a caller.
     *
     * @param requestScope what makes the request the same when sent again; without one every call creates another
     */
    Template run(TemplatePatch wanted, Caller caller, Optional<String> requestScope) {
        Instant now = clock.instant();
        Template template = wanted.applyTo(Template.builder()
                .requestScope(requestScope.orElse(null))
                .createdBy(caller.user())
                .createdAt(now)
                .updatedBy(caller.user())
                .updatedAt(now)
                .build());
        for (int attempt = 0; ; attempt++) {
            String id = id(requestScope, attempt);
            Optional<Template> created =
                    templates.create(template.toBuilder().id(id).build());
            if (created.isPresent()) {
                return created.get();
            }
            Optional<Template> own = templates
                    .find(id)
                    .filter(other ->
                            requestScope.isPresent() && other.requestScope().equals(requestScope));
            if (own.isPresent()) {
                return own.get();
            }
        }
    }

    /** With a scope always the same ids, tried in the same order, so that a repeated request meets its own template. */
    private String id(Optional<String> scope, int attempt) {
        return scope.map(text ->
                        PREFIX + "-" + Hashes.sha256(text + "\n" + attempt).substring(0, 8))
                .orElseGet(() -> ids.next(PREFIX));
    }
}
