// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.update;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplatePatch;
import dev.cfmanager.templates.TemplateRepository;
import java.time.InstantSource;
import java.util.Optional;

/** Changes a template; a change that meets another one at the same time is made anew upon that one. */
final class UpdateTemplate {
    private static final int ATTEMPTS = 5;

    private final TemplateRepository templates;
    private final InstantSource clock;

    UpdateTemplate(ExecutionEnvironment environment) {
        this.templates = new DynamoTemplateRepository(environment);
        this.clock = environment.clock();
    }

    /**
     * Changes a template.
     *
     * @param version the version that the caller has seen; without it the change is made upon any
     * @throws OperationException NOT_FOUND; CONFLICT, with the template's {@code version}, when it is another one by now
     */
    Template run(String id, TemplatePatch change, Optional<Long> version, Caller caller) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Template stored = templates.require(id);
            if (version.isPresent() && version.get() != stored.version()) {
                throw changedMeanwhile(stored);
            }
            Optional<Template> changed = templates.update(change.applyTo(stored).toBuilder()
                    .updatedBy(caller.user())
                    .updatedAt(clock.instant())
                    .build());
            if (changed.isPresent()) {
                return changed.get();
            }
        }
        throw changedMeanwhile(templates.require(id));
    }

    private static OperationException changedMeanwhile(Template stored) {
        return OperationException.conflict("Template " + stored.id() + " was changed by " + stored.updatedBy()
                        + " and is version " + stored.version() + " now; read it again and repeat your change.")
                .with("version", LongNode.valueOf(stored.version()));
    }
}
