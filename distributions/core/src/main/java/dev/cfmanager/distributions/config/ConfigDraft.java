// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Problems;
import java.util.LinkedHashSet;
import java.util.Set;

/** A configuration on its way to CloudFront, which the rules change and complain about in turn. Not thread-safe. */
final class ConfigDraft {
    private final String name;
    private final ObjectNode config;
    private final Problems problems;
    private final Set<String> originIds = new LinkedHashSet<>();

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

    /** The managed origins found in it so far, in order. */
    Set<String> originIds() {
        return originIds;
    }
}
