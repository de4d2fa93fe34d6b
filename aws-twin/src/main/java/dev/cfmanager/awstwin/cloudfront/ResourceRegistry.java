// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The named things of all kinds that distributions refer to. */
final class ResourceRegistry {
    private final Map<ResourceKind, Resources> byKind = new EnumMap<>(ResourceKind.class);

    ResourceRegistry(State state, Uses uses) {
        for (ResourceKind kind : ResourceKind.values()) {
            byKind.put(kind, new Resources(kind, state, uses));
        }
    }

    void addTo(Routes routes) {
        byKind.values().forEach(resources -> resources.addTo(routes));
    }

    Resources of(ResourceKind kind) {
        return Objects.requireNonNull(byKind.get(kind));
    }

    Optional<Resource> find(ResourceKind kind, String id) {
        return of(kind).find(id);
    }

    boolean has(ResourceKind kind, String id) {
        return find(kind, id).isPresent();
    }
}
