// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A configuration ready for CloudFront, but for the {@code CallerReference}.
 *
 * @param config the configuration
 * @param originIds the managed origins it uses, in order; empty when there are none
 * @param originDomain domain of the origin that the default behaviour targets; empty when it targets a group
 */
public record PreparedConfig(ObjectNode config, List<String> originIds, String originDomain) {

    /** Copies the list. */
    public PreparedConfig {
        originIds = List.copyOf(originIds);
    }

    static PreparedConfig of(ConfigDraft draft) {
        String target =
                draft.config().at("/DefaultCacheBehavior/TargetOriginId").asText("");
        String domain = Part.origins(draft.config()).stream()
                .filter(origin -> origin.text("Id").equals(target))
                .map(origin -> origin.text("DomainName"))
                .findFirst()
                .orElse("");
        return new PreparedConfig(draft.config(), List.copyOf(draft.originIds()), domain);
    }
}
