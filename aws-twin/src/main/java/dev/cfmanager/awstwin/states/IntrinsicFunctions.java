// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * What each intrinsic function does
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html">intrinsic functions</a>).
 * {@code MathRandom} without a seed and {@code UUID} draw from the twin's ids, so that a run can be repeated.
 */
final class IntrinsicFunctions {
    /** 10,000 characters may be encoded, same page. */
    private static final int LONGEST_BASE64 = 10_000;

    private static final int LARGEST_RANGE = 1_000;

    private static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("States.Format", IntrinsicFunctions::format),
            Map.entry("States.StringToJson", a -> parse(a.text(0))),
            Map.entry("States.JsonToString", a -> TextNode.valueOf(Json.write(a.any(0)))),
            Map.entry("States.Array", a -> array(a.values())),
            Map.entry("States.ArrayPartition", a -> partition(a.array(0), a.whole(1))),
            Map.entry("States.ArrayContains", a -> BooleanNode.valueOf(contains(a.array(0), a.any(1)))),
            Map.entry("States.ArrayRange", a -> range(a.whole(0), a.whole(1), a.whole(2))),
            Map.entry("States.ArrayGetItem", a -> item(a.array(0), a.whole(1))),
            Map.entry("States.ArrayLength", a -> IntNode.valueOf(a.array(0).size())),
            Map.entry("States.ArrayUnique", a -> unique(a.array(0))),
            Map.entry("States.Base64Encode", a -> encode(a.text(0))),
            Map.entry("States.Base64Decode", a -> decode(a.text(0))),
            Map.entry("States.Hash", a -> hash(a.any(0), a.text(1))),
            Map.entry("States.JsonMerge", a -> merge(a.object(0), a.object(1), a.any(2))),
            Map.entry("States.MathRandom", IntrinsicFunctions::random),
            Map.entry("States.MathAdd", a -> LongNode.valueOf(a.whole(0) + a.whole(1))),
            Map.entry("States.StringSplit", a -> split(a.text(0), a.text(1))),
            Map.entry("States.UUID", a -> TextNode.valueOf(a.ids().uuid())));

    private IntrinsicFunctions() {}

    static boolean exists(String name) {
        return FUNCTIONS.containsKey(name);
    }

    static JsonNode apply(String name, List<JsonNode> arguments, Ids ids) {
        Function function = FUNCTIONS.get(name);
        if (function == null) {
            throw failure(name + " does not exist");
        }
        return function.apply(new Arguments(name, arguments, ids));
    }

    private static JsonNode format(Arguments arguments) {
        String template = arguments.text(0);
        StringBuilder out = new StringBuilder();
        int next = 1;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\' && i + 1 < template.length()) {
                i++;
                out.append(template.charAt(i));
            } else if (c == '{' && template.startsWith("{}", i)) {
                JsonNode value = arguments.any(next++);
                out.append(value.isTextual() ? value.textValue() : Json.write(value));
                i++;
            } else {
                out.append(c);
            }
        }
        if (next != arguments.values().size()) {
            throw failure("States.Format has " + (next - 1) + " placeholders and "
                    + (arguments.values().size() - 1) + " values");
        }
        return TextNode.valueOf(out.toString());
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (JsonProcessingException e) {
            throw failure("States.StringToJson: " + e.getOriginalMessage());
        }
    }

    private static ArrayNode array(Iterable<JsonNode> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    private static JsonNode partition(ArrayNode array, long size) {
        if (size < 1) {
            throw failure("States.ArrayPartition needs a positive size");
        }
        ArrayNode parts = Json.array();
        for (int i = 0; i < array.size(); i++) {
            if (i % size == 0) {
                parts.addArray();
            }
            ((ArrayNode) parts.get(parts.size() - 1)).add(array.get(i));
        }
        return parts;
    }

    private static boolean contains(ArrayNode array, JsonNode wanted) {
        for (JsonNode element : array) {
            if (element.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode range(long first, long last, long step) {
        if (step == 0) {
            throw failure("States.ArrayRange needs a step other than 0");
        }
        ArrayNode array = Json.array();
        for (long value = first; step > 0 ? value <= last : value >= last; value += step) {
            array.add(value);
            if (array.size() > LARGEST_RANGE) {
                throw failure("States.ArrayRange makes at most " + LARGEST_RANGE + " elements");
            }
        }
        return array;
    }

    private static JsonNode item(ArrayNode array, long index) {
        if (index < 0 || index >= array.size()) {
            throw failure("States.ArrayGetItem: no index " + index + " in an array of " + array.size());
        }
        return array.get((int) index);
    }

    private static JsonNode unique(ArrayNode array) {
        Set<JsonNode> seen = new LinkedHashSet<>();
        array.forEach(seen::add);
        return array(seen);
    }

    private static JsonNode encode(String text) {
        if (text.length() > LONGEST_BASE64) {
            throw failure("States.Base64Encode takes at most " + LONGEST_BASE64 + " characters");
        }
        return TextNode.valueOf(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode decode(String text) {
        try {
            return TextNode.valueOf(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw failure("States.Base64Decode: " + e.getMessage());
        }
    }

    private static JsonNode hash(JsonNode value, String algorithm) {
        if (!Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512").contains(algorithm)) {
            throw failure("States.Hash knows no algorithm " + algorithm);
        }
        try {
            String text = value.isTextual() ? value.textValue() : Json.write(value);
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return TextNode.valueOf(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode merge(ObjectNode left, ObjectNode right, JsonNode deep) {
        if (!deep.isBoolean() || deep.booleanValue()) {
            throw failure("States.JsonMerge only supports shallow merging: the third argument must be false");
        }
        ObjectNode merged = left.deepCopy();
        merged.setAll(right);
        return merged;
    }

    private static JsonNode random(Arguments arguments) {
        long from = arguments.whole(0);
        long to = arguments.whole(1);
        if (from >= to) {
            throw failure("States.MathRandom needs a start before its end");
        }
        long seed = arguments.values().size() > 2
                ? arguments.whole(2)
                : arguments.ids().uuid().hashCode();
        return LongNode.valueOf(new SplittableRandom(seed).nextLong(from, to));
    }

    private static JsonNode split(String text, String separators) {
        ArrayNode parts = Json.array();
        for (String part : text.split("[" + Pattern.quote(separators) + "]+", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static StateFailure failure(String why) {
        return new StateFailure("States.IntrinsicFailure", why);
    }

    private interface Function {
        JsonNode apply(Arguments arguments);
    }

    private record Arguments(String name, List<JsonNode> values, Ids ids) {

        JsonNode any(int index) {
            if (index >= values.size()) {
                throw failure(name + " misses argument " + (index + 1));
            }
            return values.get(index);
        }

        String text(int index) {
            if (!any(index).isTextual()) {
                throw wrong(index, "text");
            }
            return any(index).textValue();
        }

        long whole(int index) {
            if (!any(index).isNumber()) {
                throw wrong(index, "a number");
            }
            return any(index).asLong();
        }

        ArrayNode array(int index) {
            if (any(index) instanceof ArrayNode array) {
                return array;
            }
            throw wrong(index, "an array");
        }

        ObjectNode object(int index) {
            if (any(index) instanceof ObjectNode object) {
                return object;
            }
            throw wrong(index, "an object");
        }

        private StateFailure wrong(int index, String wanted) {
            return failure("argument " + (index + 1) + " of " + name + " must be " + wanted);
        }
    }
}
