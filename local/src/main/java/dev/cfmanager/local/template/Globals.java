// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SAM's {@code Globals}: maps are merged, lists are appended to the global ones, anything else is overridden, and a call
 * of an intrinsic function counts as a single value.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">Globals section</a>
 */
final class Globals {
    private static final Set<String> SECTIONS =
            Set.of("Function", "Api", "HttpApi", "SimpleTable", "StateMachine", "LayerVersion", "CapacityProvider");

    private final Map<String, Object> sections;

    Globals(Map<String, Object> sections) {
        for (String name : sections.keySet()) {
            if (!SECTIONS.contains(name)) {
                throw new TemplateException("Globals." + name + " is not a section that SAM knows");
            }
        }
        this.sections = sections;
    }

    /** A resource's own properties on top of the global ones of its type. */
    Map<String, Object> mergedInto(String type, Map<String, Object> own) {
        String prefix = "AWS::Serverless::";
        Object global = type.startsWith(prefix) ? sections.get(type.substring(prefix.length())) : null;
        return global instanceof Map<?, ?> map ? maps(map, own) : own;
    }

    private static Object merge(Object global, Object own) {
        if (global instanceof Map<?, ?> globalMap && own instanceof Map<?, ?> ownMap) {
            return maps(globalMap, ownMap);
        }
        if (global instanceof List<?> globalList && own instanceof List<?> ownList) {
            List<Object> both = new ArrayList<>(globalList);
            both.addAll(ownList);
            return both;
        }
        return own;
    }

    private static Map<String, Object> maps(Map<?, ?> global, Map<?, ?> own) {
        Map<String, Object> merged = new LinkedHashMap<>();
        global.forEach((name, value) -> merged.put(String.valueOf(name), value));
        own.forEach((name, value) ->
                merged.merge(String.valueOf(name), value, (general, particular) -> merge(general, particular)));
        return merged;
    }
}
