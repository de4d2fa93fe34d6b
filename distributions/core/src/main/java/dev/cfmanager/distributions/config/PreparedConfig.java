// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.List;

/**
 * A configuration ready for CloudFront, but for the {@code CallerReference}.
 *
 * @param config the configuration
 * @param originIds the managed origins it uses, in order; empty when there are none
 * @param originDomain domain of the origin that the default behaviour targets; empty when it targets a group
 * @param originDomains domains of all its origins, in order
 */
public record PreparedConfig(
        ObjectNode config, List<String> originIds, String originDomain, List<String> originDomains) {

    /** Copies the lists. */
    public PreparedConfig {
        originIds = List.copyOf(originIds);
        originDomains = List.copyOf(originDomains);
    }

    /** Nothing: what was asked for could not be understood. */
    static PreparedConfig none() {
        return new PreparedConfig(Json.object(), List.of(), "", List.of());
    }

    static PreparedConfig of(ConfigDraft draft) {
        String target =
                draft.config().at("/DefaultCacheBehavior/TargetOriginId").asText("");
        String domain = Part.origins(draft.config()).stream()
                .filter(origin -> origin.text("Id").equals(target))
                .map(origin -> origin.text("DomainName"))
                .findFirst()
                .orElse("");
        List<String> domains = Part.origins(draft.config()).stream()
                .map(origin -> origin.text("DomainName"))
                .toList();
        return new PreparedConfig(draft.config(), List.copyOf(draft.originIds()), domain, domains);
    }
}
