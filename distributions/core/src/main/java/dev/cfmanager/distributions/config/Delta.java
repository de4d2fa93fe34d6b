// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is different between two documents, value by value: what it was and what it becomes. It can be made to a third
 * document, as long as that is the first one in the values the delta is about; so two changes of one distribution go
 * together unless they are about the same value.
 *
 * <p>Items of a list are known by what tells them apart ({@link ItemKey}), not by their place; a list of plain values is
 * one value. {@code Quantity} is no value: it is counted. Immutable.
 */
public final class Delta {
    private static final String ORDER = "*";
    private static final String QUANTITY = "Quantity";
    private static final String ITEMS = "Items";
    private static final Set<String> LISTS_OF_THINGS = Set.of("Origins", "CacheBehaviors");

    private final List<Entry> entries;

    private Delta(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * One value.
     *
     * @param path the way to it: names, {@code Key=text} for an item, {@code *Key} for the order of a list's items
     * @param pointer the way to it as a JSON pointer into the document after the change, or before where it is removed
     * @param before what it was; missing when there was none
     * @param after what it becomes; missing when it is removed
     */
    private record Entry(List<String> path, String pointer, JsonNode before, JsonNode after) {

        /** What belongs together: an origin, a behaviour, a member of the configuration, anything else by itself. */
        List<String> unit() {
            boolean thing = path.size() > 2 && LISTS_OF_THINGS.contains(path.get(1));
            boolean config = path.get(0).equals("config") && path.size() > 1;
            return config ? path.subList(0, thing ? Math.min(4, path.size()) : 2) : path;
        }
    }

    /** No change at all. */
    public static Delta none() {
        return new Delta(List.of());
    }

    /** What makes {@code after} from {@code before}. */
    public static Delta between(ObjectNode before, ObjectNode after) {
        List<Entry> entries = new ArrayList<>();
        compare(before, after, List.of(), "", entries);
        return new Delta(entries);
    }

    /** Those of its changes that are about the same origins, behaviours and other members as the changes of another. */
    Delta aboutTheSameAs(Delta other) {
        Set<List<String>> units = new HashSet<>();
        other.entries.forEach(entry -> units.add(entry.unit()));
        return new Delta(
                entries.stream().filter(entry -> units.contains(entry.unit())).toList());
    }

    /** All of it but what is below that member of the document. */
    public Delta without(String member) {
        return new Delta(entries.stream()
                .filter(entry -> !entry.path().get(0).equals(member))
                .toList());
    }

    /** What undoes it, but for the order of items. */
    public Delta reversed() {
        return new Delta(entries.stream()
                .map(entry -> new Entry(entry.path(), entry.pointer(), entry.after(), entry.before()))
                .toList());
    }

    /** Whether nothing is different. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether something below that member of the document is different. */
    public boolean touches(String member) {
        return entries.stream().anyMatch(entry -> entry.path().get(0).equals(member));
    }

    /** JSON pointers to what is different, in order. */
    public List<String> pointers() {
        return entries.stream().map(Entry::pointer).distinct().toList();
    }

    /**
     * Pointers to the values that are neither what they were nor what they are to be, or whose place is gone: somebody
     * else changed them.
     */
    public List<String> clashes(ObjectNode current) {
        return entries.stream()
                .filter(entry -> clashes(entry, current))
                .map(Entry::pointer)
                .distinct()
                .toList();
    }

    /**
     * Refuses a change that is about the same values as somebody else's.
     *
     * @throws OperationException CONFLICT when the document clashes; {@code details.clashes} are the pointers
     */
    public void requireFits(ObjectNode current) {
        List<String> clashes = clashes(current);
        if (!clashes.isEmpty()) {
            ArrayNode pointers = Json.array();
            clashes.forEach(pointers::add);
            throw OperationException.conflict("Somebody else changed the same at the same time: "
                            + String.join(", ", clashes)
                            + "; read the distribution again and repeat your change.")
                    .with("clashes", pointers);
        }
    }

    /** A copy of the document with these changes made to it. */
    public ObjectNode applyTo(ObjectNode current) {
        ObjectNode changed = current.deepCopy();
        entries.stream()
                .filter(entry -> !isOrder(entry) && !has(valueAt(changed, entry.path()), entry.after()))
                .forEach(entry -> put(changed, entry.path(), entry.after()));
        entries.stream().filter(Delta::isOrder).forEach(entry -> order(changed, entry));
        return changed;
    }

    /** As a record keeps it. */
    public ArrayNode toJson() {
        ArrayNode json = Json.array();
        for (Entry entry : entries) {
            ObjectNode item = json.addObject().put("pointer", entry.pointer());
            entry.path().forEach(item.putArray("path")::add);
            if (!entry.before().isMissingNode()) {
                item.set("before", entry.before());
            }
            if (!entry.after().isMissingNode()) {
                item.set("after", entry.after());
            }
        }
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static Delta ofJson(JsonNode json) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode item : json) {
            List<String> path = new ArrayList<>();
            item.path("path").forEach(segment -> path.add(segment.asText()));
            entries.add(new Entry(path, item.path("pointer").asText(), item.path("before"), item.path("after")));
        }
        return new Delta(entries);
    }

    private static void compare(
            JsonNode before, JsonNode after, List<String> path, String pointer, List<Entry> entries) {
        if (same(before, after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            if (before.has(ITEMS) || after.has(ITEMS)) {
                names.remove(QUANTITY);
            }
            names.forEach(name -> compare(
                    before.path(name), after.path(name), down(path, name), pointer + "/" + escaped(name), entries));
            return;
        }
        Optional<ItemKey> key = before.isArray() && after.isArray() ? ItemKey.of(before, after) : Optional.empty();
        if (key.isPresent()) {
            compareItems(key.get(), before, after, path, pointer, entries);
        } else {
            entries.add(new Entry(path, pointer, before, after));
        }
    }

    private static void compareItems(
            ItemKey key, JsonNode before, JsonNode after, List<String> path, String pointer, List<Entry> entries) {
        List<String> earlier = key.texts(before);
        List<String> later = key.texts(after);
        Set<String> all = new LinkedHashSet<>(earlier);
        all.addAll(later);
        for (String text : all) {
            int index = later.contains(text) ? later.indexOf(text) : earlier.indexOf(text);
            compare(
                    key.find(before, text),
                    key.find(after, text),
                    down(path, key.member() + "=" + text),
                    pointer + "/" + index,
                    entries);
        }
        List<String> expected = new ArrayList<>(earlier);
        expected.retainAll(later);
        later.stream().filter(text -> !expected.contains(text)).forEach(expected::add);
        if (!expected.equals(later)) {
            entries.add(new Entry(down(path, ORDER + key.member()), pointer, texts(earlier), texts(later)));
        }
    }

    private static boolean clashes(Entry entry, ObjectNode current) {
        if (isOrder(entry)) {
            List<String> now = orderOf(current, entry);
            return !sameOrder(now, list(entry.before())) && !sameOrder(now, list(entry.after()));
        }
        JsonNode node = current;
        for (int i = 0; i < entry.path().size(); i++) {
            boolean last = i == entry.path().size() - 1;
            node = child(node, entry.path().get(i));
            if (!last && node.isMissingNode() && isItem(entry.path().get(i))) {
                return true;
            }
        }
        return !same(node, entry.before()) && !has(node, entry.after());
    }

    private static JsonNode valueAt(JsonNode document, List<String> path) {
        JsonNode node = document;
        for (String segment : path) {
            node = child(node, segment);
        }
        return node;
    }

    /** Whether it is what is wanted, with whatever CloudFront has filled in besides. */
    private static boolean has(JsonNode current, JsonNode wanted) {
        if (current.isObject() && wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(member -> has(current.path(member.getKey()), member.getValue()));
        }
        if (current.isArray() && wanted.isArray() && current.size() == wanted.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                if (!has(current.get(i), wanted.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return same(current, wanted);
    }

    private static void put(ObjectNode document, List<String> path, JsonNode value) {
        JsonNode parent = document;
        for (int i = 0; i < path.size() - 1; i++) {
            JsonNode next = child(parent, path.get(i));
            if (next.isMissingNode()) {
                if (value.isMissingNode()) {
                    return;
                }
                next = isItem(path.get(i + 1)) ? Json.array() : Json.object();
                if (!(parent instanceof ObjectNode object)) {
                    return; // an item that is gone: a clash, see there
                }
                object.set(path.get(i), next);
            }
            parent = next;
        }
        String last = path.get(path.size() - 1);
        if (parent instanceof ArrayNode list) {
            putItem(list, last, value);
        } else if (value.isMissingNode()) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, value.deepCopy());
        }
    }

    private static void putItem(ArrayNode list, String segment, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (isThat(list.get(i), segment)) {
                if (value.isMissingNode()) {
                    list.remove(i);
                } else {
                    list.set(i, value.deepCopy());
                }
                return;
            }
        }
        if (!value.isMissingNode()) {
            list.add(value.deepCopy());
        }
    }

    private static void order(ObjectNode document, Entry entry) {
        if (valueAt(document, entry.path().subList(0, entry.path().size() - 1)) instanceof ArrayNode list) {
            ItemKey key = orderKey(entry);
            List<JsonNode> ordered = new ArrayList<>();
            list(entry.after()).forEach(text -> {
                JsonNode item = key.find(list, text);
                if (!item.isMissingNode()) {
                    ordered.add(item);
                }
            });
            list.forEach(item -> {
                if (!ordered.contains(item)) {
                    ordered.add(item);
                }
            });
            list.removeAll();
            list.addAll(ordered);
        }
    }

    private static List<String> orderOf(ObjectNode document, Entry entry) {
        return orderKey(entry)
                .texts(valueAt(document, entry.path().subList(0, entry.path().size() - 1)));
    }

    /** Whether those items that both have stand in the same order. */
    private static boolean sameOrder(List<String> one, List<String> other) {
        List<String> common = new ArrayList<>(one);
        common.retainAll(other);
        List<String> again = new ArrayList<>(other);
        again.retainAll(one);
        return common.equals(again);
    }

    private static JsonNode child(JsonNode node, String segment) {
        if (!node.isArray()) {
            return node.path(segment);
        }
        for (JsonNode item : node) {
            if (isThat(item, segment)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean isThat(JsonNode item, String segment) {
        int equals = segment.indexOf('=');
        return equals > 0
                && new ItemKey(segment.substring(0, equals)).text(item).equals(segment.substring(equals + 1));
    }

    /** No member of a configuration has such a name, and tags, which may, are never above another value. */
    private static boolean isItem(String segment) {
        return segment.indexOf('=') > 0 || segment.startsWith(ORDER);
    }

    private static boolean isOrder(Entry entry) {
        return entry.path().size() > 2
                && entry.path().get(entry.path().size() - 1).startsWith(ORDER);
    }

    private static ItemKey orderKey(Entry entry) {
        String last = entry.path().get(entry.path().size() - 1);
        return new ItemKey(last.substring(ORDER.length()));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isMissingNode() || other.isMissingNode()
                ? one.isMissingNode() == other.isMissingNode()
                : Json.canonical(one).equals(Json.canonical(other));
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(text -> array.add(TextNode.valueOf(text)));
        return array;
    }

    private static List<String> list(JsonNode texts) {
        List<String> list = new ArrayList<>();
        texts.forEach(text -> list.add(text.asText()));
        return list;
    }

    private static List<String> down(List<String> path, String segment) {
        List<String> longer = new ArrayList<>(path);
        longer.add(segment);
        return List.copyOf(longer);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
