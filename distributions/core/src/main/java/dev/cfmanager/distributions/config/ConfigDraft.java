// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Problems;
import dev.cfmanager.origins.Origin;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A configuration on its way to CloudFront, which the rules change and complain about in turn. Not thread-safe. */
final class ConfigDraft {
    private final String name;
    private final ObjectNode config;
    private final Problems problems;
    private final Set<String> originIds = new LinkedHashSet<>();
    private final Map<String, Origin> managed = new HashMap<>();

    ConfigDraft(String name, ObjectNode config, Problems problems) {
        this.name = name;
        this.config = config;
        this.problems = problems;
    }

    /** The distribution's name. */
    String name() {
        return name;
    }

    /** The configuration itself. */
    ObjectNode config() {
        return config;
    }

    /** Where problems go, by JSON pointer. */
    Problems problems() {
        return problems;
    }

    /** Notes which managed origin an origin of the configuration is, by the id that the configuration gives it. */
    void use(String id, Origin origin) {
        originIds.add(origin.id());
        managed.put(id, origin);
    }

    /** The managed origin noted under that id. */
    Optional<Origin> managed(String id) {
        return Optional.ofNullable(managed.get(id));
    }

    /** The managed origins found in it so far, in order. */
    Set<String> originIds() {
        return originIds;
    }
}
