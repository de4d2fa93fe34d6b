// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluated values of one resource, read by name and type; a value that does not fit is refused with its full path. */
public final class Properties {
    private final String path;
    private final Map<String, Object> values;

    /**
     * Values under a path.
     *
     * @param path where they stand in the template, for messages
     * @param values maps, lists, texts, numbers and booleans; no calls
     */
    public Properties(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    /** Where these values stand, such as {@code Api.Cors}. */
    public String path() {
        return path;
    }

    /** The names present, in the template's order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether there is a value of that name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text (numbers and booleans as written); refused when missing. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new TemplateException(path + "." + name + " is missing"));
    }

    /** A text if present. */
    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> scalar(name, value));
    }

    /** A whole number, or {@code otherwise} when missing. */
    public int integer(String name, int otherwise) {
        return optionalText(name)
                .map(text -> {
                    try {
                        return Integer.valueOf(text);
                    } catch (NumberFormatException e) {
                        throw new TemplateException(path + "." + name + " must be a whole number, not " + text, e);
                    }
                })
                .orElse(otherwise);
    }

    /** A boolean, or {@code otherwise} when missing. */
    public boolean flag(String name, boolean otherwise) {
        return optionalText(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /** A mapping; empty when missing. */
    public Properties section(String name) {
        Object value = values.getOrDefault(name, Map.of());
        return nested(path + "." + name, value);
    }

    /** The mapping as it is, for what is handed on unread. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** A list of mappings; empty when missing. */
    public List<Properties> sections(String name) {
        return list(name).stream()
                .map(item -> nested(path + "." + name + "[]", item))
                .toList();
    }

    /** A list of texts; a single text counts as a list of one; empty when missing. */
    public List<String> texts(String name) {
        return list(name).stream().map(item -> scalar(name, item)).toList();
    }

    /** Those items of a mixed list that are mappings; empty when missing. */
    public List<Properties> sectionsOf(String name) {
        return list(name).stream()
                .filter(Map.class::isInstance)
                .map(item -> nested(path + "." + name + "[]", item))
                .toList();
    }

    /** Those items of a mixed list that are texts; empty when missing. */
    public List<String> textsOf(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** All values as texts. */
    public Map<String, String> textMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, scalar(name, value)));
        return texts;
    }

    private List<?> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    @SuppressWarnings("unchecked") // the evaluator makes nothing but maps with text keys
    private static Properties nested(String path, Object value) {
        if (value instanceof Map) {
            return new Properties(path, (Map<String, Object>) value);
        }
        throw new TemplateException(path + " must be a mapping, not " + value);
    }

    private String scalar(String name, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw new TemplateException(path + "." + name + " must be a single value, not " + value);
        }
        return String.valueOf(value);
    }
}
