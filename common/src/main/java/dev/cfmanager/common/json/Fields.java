// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object with their types and limits, noting every unfit one in {@link Problems} under its
 * name; a reader then returns a harmless value, so that reading goes on and the caller hears of all problems at once.
 * An explicit {@code null} counts as absent, except for {@link #isNull}.
 */
public final class Fields {
    private final ObjectNode object;
    private final String prefix;
    private final Problems problems;

    /** Reads the body of a request. */
    public Fields(ObjectNode object, Problems problems) {
        this(object, "", problems);
    }

    private Fields(ObjectNode object, String prefix, Problems problems) {
        this.object = object;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** The object that is read. */
    public ObjectNode node() {
        return object;
    }

    /** Where problems go. */
    public Problems problems() {
        return problems;
    }

    /** Whether the member is there, even as {@code null}. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Whether the member is an explicit {@code null}. */
    public boolean isNull(String name) {
        JsonNode value = object.get(name);
        return value != null && value.isNull();
    }

    /** A required text of one to {@code max} characters; the empty string when unfit. */
    public String text(String name, int max) {
        JsonNode value = value(name);
        if (value == null) {
            problem(name, "is required");
            return "";
        }
        return text(name, value, 1, max).orElse("");
    }

    /** An optional text of up to {@code max} characters. */
    public Optional<String> optionalText(String name, int max) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : text(name, value, 0, max);
    }

    /** An optional truth value. */
    public Optional<Boolean> bool(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            problem(name, "must be true or false");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    /** An optional whole number within bounds. */
    public Optional<Long> whole(String name, long min, long max) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            problem(name, "must be a whole number from " + min + " to " + max);
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }

    /** An optional object. */
    public Optional<ObjectNode> object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            problem(name, "must be an object");
            return Optional.empty();
        }
        return Optional.of((ObjectNode) value);
    }

    /** An optional object, to be read member by member under its own name. */
    public Optional<Fields> fields(String name) {
        return object(name).map(node -> new Fields(node, prefix + name + ".", problems));
    }

    /** Notes a problem with every member that is not one of these: for objects whose members all mean something. */
    public void only(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem(name, "is not known; known are " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    /** An optional list of texts of one to {@code max} characters each; empty when absent. */
    public List<String> texts(String name, int maxItems, int max) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(name, "must be a list of texts");
            return List.of();
        }
        if (value.size() > maxItems) {
            problem(name, "may hold at most " + maxItems + " entries, not " + value.size());
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            text(name + "[" + i + "]", value.get(i), 1, max).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    /** An optional list of objects, each to be read member by member as {@code name[0]}; empty when absent. */
    public List<Fields> objects(String name, int maxItems) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem(name, "must be a list of objects");
            return List.of();
        }
        if (value.size() > maxItems) {
            problem(name, "may hold at most " + maxItems + " entries, not " + value.size());
            return List.of();
        }
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String where = name + "[" + i + "]";
            if (value.get(i).isObject()) {
                objects.add(new Fields((ObjectNode) value.get(i), prefix + where + ".", problems));
            } else {
                problem(where, "must be an object");
            }
        }
        return List.copyOf(objects);
    }

    /** An optional object of texts, such as tags; empty when absent. Limits: entries, characters of keys and values. */
    public Map<String, String> textMap(String name, int maxEntries, int maxKey, int maxValue) {
        Optional<ObjectNode> node = object(name);
        if (node.isEmpty()) {
            return Map.of();
        }
        if (node.get().size() > maxEntries) {
            problem(
                    name,
                    "may hold at most " + maxEntries + " entries, not "
                            + node.get().size());
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.get().properties()) {
            String where = name + "." + entry.getKey();
            if (entry.getKey().isEmpty() || entry.getKey().length() > maxKey) {
                problem(name, "keys have 1 to " + maxKey + " characters");
            } else {
                text(where, entry.getValue(), 0, maxValue).ifPresent(text -> map.put(entry.getKey(), text));
            }
        }
        return map;
    }

    /** Notes a problem with a member. */
    public void problem(String name, String what) {
        problems.add(prefix + name, what);
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private Optional<String> text(String name, JsonNode value, int min, int max) {
        if (!value.isTextual()) {
            problem(name, "must be a text");
            return Optional.empty();
        }
        String text = value.textValue();
        if (text.length() < min || text.isBlank() && min > 0) {
            problem(name, "must not be empty");
            return Optional.empty();
        }
        if (text.length() > max) {
            problem(name, "may have at most " + max + " characters, not " + text.length());
            return Optional.empty();
        }
        if (!Texts.isWellFormed(text)) {
            problem(name, "must not contain control characters or broken Unicode");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
