// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as CloudFormation means it: short function tags, dates and octal-looking numbers kept as text, no duplicate keys,
 * no nulls. The tree is made of maps, lists, texts, numbers, booleans and {@link Intrinsic} calls.
 */
final class TemplateYaml {
    private TemplateYaml() {}

    /**
     * Parses a template.
     *
     * @throws TemplateException when the text is not YAML, not a mapping, or holds a null
     */
    static Map<String, Object> parse(String text, String source) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions dumping = new DumperOptions();
        Yaml yaml = new Yaml(new FunctionTags(options), new Representer(dumping), dumping, options, new PlainScalars());
        Object loaded;
        try {
            loaded = yaml.load(text);
        } catch (YAMLException e) {
            throw new TemplateException(source + " is not the YAML of a template: " + e.getMessage(), e);
        }
        return mapping(tidy(loaded, source), source);
    }

    @SuppressWarnings("unchecked") // tidy() makes nothing but maps with text keys
    private static Map<String, Object> mapping(Object tidied, String source) {
        if (tidied instanceof Map) {
            return (Map<String, Object>) tidied;
        }
        throw new TemplateException(source + " must be a mapping with a Resources section");
    }

    private static Object tidy(@Nullable Object node, String at) {
        if (node == null) {
            throw new TemplateException(at + " has no value");
        }
        if (node instanceof Intrinsic call) {
            return new Intrinsic(call.name(), tidy(call.argument(), at + "." + call.name()));
        }
        if (node instanceof List<?> list) {
            return list.stream().map(item -> tidy(item, at + "[]")).toList();
        }
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> tidied = new LinkedHashMap<>();
            map.forEach((key, value) -> tidied.put(String.valueOf(key), tidy(value, at + "." + key)));
            String only = tidied.size() == 1 ? tidied.keySet().iterator().next() : "";
            if (Intrinsic.isName(only)) {
                return new Intrinsic(only, tidied.values().iterator().next());
            }
            return tidied;
        }
        return node;
    }

    /** {@code !Name argument} becomes an {@link Intrinsic}. */
    private static final class FunctionTags extends SafeConstructor {
        FunctionTags(LoaderOptions options) {
            super(options);
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return new Intrinsic(
                            Intrinsic.longName(node.getTag().getValue().substring(1)), argument(node));
                }
            });
        }

        private Object argument(Node node) {
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            if (node instanceof MappingNode mapping) {
                return constructMapping(mapping);
            }
            return constructScalar((ScalarNode) node);
        }
    }

    /** Only what JSON knows is more than text: {@code 2012-10-17} and {@code 007} stay as they are written. */
    private static final class PlainScalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false|True|False"), "tfTF");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(Tag.FLOAT, Pattern.compile("-?(?:0|[1-9][0-9]*)\\.[0-9]+"), "-0123456789");
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN\0");
            addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
        }
    }
}
