// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.templates.delete;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.templates.DynamoTemplateRepository;
import dev.cfmanager.templates.Template;
import dev.cfmanager.templates.TemplateRepository;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Deletes a template that no distribution was made from, or any one by force. Distributions have configurations of their
 * own, so that nothing stops working without it: the refusal is a courtesy, and may overlook a distribution of the last
 * second.
 */
final class DeleteTemplate {
    private static final int ATTEMPTS = 5;
    private static final int NAMED = 5;

    private final TemplateRepository templates;
    private final DistributionRepository distributions;

    DeleteTemplate(ExecutionEnvironment environment) {
        this.templates = new DynamoTemplateRepository(environment);
        this.distributions = new DynamoDistributionRepository(environment);
    }

    /**
     * Deletes a template; gives it as it was.
     *
     * @throws OperationException NOT_FOUND; CONFLICT when it is used, with {@code distributions[]} of {@code id} and {@code
     *     name}
     */
    Template run(String id, boolean force) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Template template = templates.require(id);
            if (!force) {
                refuseUsed(template);
            }
            if (templates.delete(template)) {
                return template;
            }
        }
        throw OperationException.conflict("Template " + id + " is being changed all the time; try again in a moment.");
    }

    private void refuseUsed(Template template) {
        List<Distribution> users = distributions.findByTemplate(template.id());
        if (users.isEmpty()) {
            return;
        }
        ArrayNode list = Json.array();
        users.forEach(user -> list.addObject().put("id", user.id()).put("name", user.name()));
        String names = users.stream().limit(NAMED).map(Distribution::name).collect(Collectors.joining(", "));
        String more = users.size() > NAMED ? " and " + (users.size() - NAMED) + " more" : "";
        throw OperationException.conflict("Template " + template.name() + " was used for " + names + more
                        + "; delete it with ?force=true, and they stay as they are.")
                .with("distributions", list);
    }
}
