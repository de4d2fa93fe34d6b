// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.reconcile.CreateDistribution;
import dev.cfmanager.distributions.reconcile.CreateDistribution.Created;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateRepository;
import java.util.Optional;

/** Makes a distribution of a template: the configuration with the request's overrides goes where any other one goes. */
final class ApplyTemplate {
    private final TemplateRepository templates;
    private final OriginRepository origins;
    private final CreateDistribution createDistribution;

    ApplyTemplate(ExecutionEnvironment environment) {
        this.templates = new DynamoTemplateRepository(environment);
        this.origins = new DynamoOriginRepository(environment);
        this.createDistribution = new CreateDistribution(environment);
    }

    /**
     * Applies a template for a caller.
     *
     * @param body {@code name} and what {@link Overrides} reads
     * @param requestScope what makes the request the same when sent again
     * @throws OperationException NOT_FOUND when there is no such template; whatever a creation fails with
     */
    ApiResponse run(String templateId, Fields body, Caller caller, Optional<String> requestScope) {
        Template template = templates.require(templateId);
        Overrides overrides = new Overrides(body, origins);
        ObjectNode wanted = overrides.applyTo(template);
        DistributionSpec spec = DistributionSpec.of(new Fields(wanted, body.problems()));
        Created created = createDistribution.run(spec, caller, requestScope);
        ApiResponse answer = created.answer()
                .with(
                        "templateApplied",
                        Json.object()
                                .put("templateId", template.id())
                                .put("templateName", template.name())
                                // the same when the request comes again
                                .put(
                                        "appliedAt",
                                        Json.time(created.distribution().createdAt())));
        if (created.distribution().originDomain().equals(Placeholder.DOMAIN)) {
            answer = answer.with(
                    "warnings", answer.data().withArray("warnings").deepCopy().add(Placeholder.WARNING));
        }
        return answer;
    }
}
