// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events of EventBridge that a function runs for. Of the pattern language: a list of texts, one of which must be equal,
 * and {@code {"prefix": ...}}; anything else is refused.
 *
 * @param event the event's name in the template
 * @param pattern the pattern, member by member
 * @param enabled whether it fires at all
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">Event patterns</a>
 */
public record EventRule(String event, Map<String, Object> pattern, boolean enabled) {
    private static final String PREFIX = "prefix";

    static EventRule of(String event, Properties written) {
        Map<String, Object> pattern = written.section("Pattern").asMap();
        check(written.path() + ".Pattern", pattern);
        boolean enabled = !written.optionalText("State").equals(Optional.of("DISABLED"));
        return new EventRule(event, pattern, enabled);
    }

    /** Whether an event is one of these. */
    public boolean matches(JsonNode candidate) {
        return matches(pattern, candidate);
    }

    private static boolean matches(Map<?, ?> wanted, JsonNode candidate) {
        return wanted.entrySet().stream().allMatch(member -> {
            JsonNode value = candidate.path(String.valueOf(member.getKey()));
            if (member.getValue() instanceof Map<?, ?> nested) {
                return matches(nested, value);
            }
            return member.getValue() instanceof List<?> any && any.stream().anyMatch(one -> fits(one, value));
        });
    }

    private static boolean fits(Object wanted, JsonNode value) {
        if (wanted instanceof Map<?, ?> comparison) {
            return value.isTextual() && value.asText().startsWith(String.valueOf(comparison.get(PREFIX)));
        }
        return value.isValueNode() && value.asText().equals(String.valueOf(wanted));
    }

    private static void check(String path, Map<?, ?> pattern) {
        pattern.forEach((name, value) -> {
            String here = path + "." + name;
            if (value instanceof Map<?, ?> nested) {
                check(here, nested);
            } else if (value instanceof List<?> any) {
                for (Object one : any) {
                    if (one instanceof Map<?, ?> comparison
                            && !comparison.keySet().equals(Set.of(PREFIX))) {
                        throw new TemplateException(here + ": the comparison " + comparison + " is not served here");
                    }
                }
            } else {
                throw new TemplateException(here + ": must be a list of what it may be");
            }
        });
    }
}
