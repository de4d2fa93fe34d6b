// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;

/**
 * The attributes of one table's items, each a line of the schema: what it is called, how it is read off an item and how
 * it is put into a builder. A getter may give null for an attribute that the item does not have; a setter is called only
 * for what is stored.
 *
 * @param <T> an item as the program knows it
 * @param <B> what builds one; the item itself where it can be changed
 */
public final class Attributes<T, B> {
    private final Class<T> item;
    private final Class<B> builder;

    private Attributes(Class<T> item, Class<B> builder) {
        this.item = item;
        this.builder = builder;
    }

    /** Attributes of items that a builder makes. */
    public static <T, B> Attributes<T, B> of(Class<T> item, Class<B> builder) {
        return new Attributes<>(item, builder);
    }

    /** Attributes of items that can be changed. */
    public static <T> Attributes<T, T> of(Class<T> item) {
        return new Attributes<>(item, item);
    }

    /** A schema, to be given these attributes and built. */
    public StaticImmutableTableSchema.Builder<T, B> schema(Supplier<B> newBuilder, Function<B, T> build) {
        return StaticImmutableTableSchema.builder(item, builder).newItemBuilder(newBuilder, build);
    }

    /** A text, S; {@code tags} make it a key. */
    public ImmutableAttribute<T, B, String> text(
            String name,
            Function<T, @Nullable String> getter,
            BiConsumer<B, String> setter,
            StaticAttributeTag... tags) {
        return attribute(name, EnhancedType.of(String.class), getter, setter)
                .tags(tags)
                .build();
    }

    /** A point in time as a text that sorts by it, ISO 8601 with three digits of the second, UTC. */
    public ImmutableAttribute<T, B, String> time(
            String name,
            Function<T, @Nullable Instant> getter,
            BiConsumer<B, Instant> setter,
            StaticAttributeTag... tags) {
        return text(
                name,
                holder -> {
                    Instant time = getter.apply(holder);
                    return time == null ? null : Json.time(time);
                },
                (into, text) -> setter.accept(into, Instant.parse(text)),
                tags);
    }

    /** A whole number, N. */
    public ImmutableAttribute<T, B, Long> number(
            String name, Function<T, @Nullable Long> getter, BiConsumer<B, Long> setter) {
        return attribute(name, EnhancedType.of(Long.class), getter, setter).build();
    }

    /** True or false, BOOL. */
    public ImmutableAttribute<T, B, Boolean> truth(
            String name, Function<T, @Nullable Boolean> getter, BiConsumer<B, Boolean> setter) {
        return attribute(name, EnhancedType.of(Boolean.class), getter, setter).build();
    }

    /** Texts in their order, L. */
    public ImmutableAttribute<T, B, List<String>> texts(
            String name, Function<T, @Nullable List<String>> getter, BiConsumer<B, List<String>> setter) {
        return attribute(name, EnhancedType.listOf(String.class), getter, setter)
                .build();
    }

    /** Different texts in no order, SS; an empty set is no attribute, since DynamoDB has none. */
    public ImmutableAttribute<T, B, Set<String>> set(
            String name, Function<T, Set<String>> getter, BiConsumer<B, Set<String>> setter) {
        return attribute(
                        name,
                        EnhancedType.setOf(String.class),
                        holder -> {
                            Set<String> texts = getter.apply(holder);
                            return texts.isEmpty() ? null : texts;
                        },
                        setter)
                .build();
    }

    /** Texts by name, M. */
    public ImmutableAttribute<T, B, Map<String, String>> textsByName(
            String name, Function<T, @Nullable Map<String, String>> getter, BiConsumer<B, Map<String, String>> setter) {
        return attribute(name, EnhancedType.mapOf(String.class, String.class), getter, setter)
                .build();
    }

    /** Bytes, B. */
    public ImmutableAttribute<T, B, SdkBytes> bytes(
            String name, Function<T, @Nullable SdkBytes> getter, BiConsumer<B, SdkBytes> setter) {
        return attribute(name, EnhancedType.of(SdkBytes.class), getter, setter).build();
    }

    /** A JSON object, M; see {@link JsonAttribute}. */
    public ImmutableAttribute<T, B, ObjectNode> json(
            String name, Function<T, @Nullable ObjectNode> getter, BiConsumer<B, ObjectNode> setter) {
        return converted(name, ObjectNode.class, new JsonAttribute(), getter, setter);
    }

    /** Any JSON value; see {@link JsonAttribute#any()}. */
    public ImmutableAttribute<T, B, JsonNode> anyJson(
            String name, Function<T, @Nullable JsonNode> getter, BiConsumer<B, JsonNode> setter) {
        return converted(name, JsonNode.class, JsonAttribute.any(), getter, setter);
    }

    private <V> ImmutableAttribute<T, B, V> converted(
            String name,
            Class<V> type,
            AttributeConverter<V> converter,
            Function<T, @Nullable V> getter,
            BiConsumer<B, V> setter) {
        return attribute(name, EnhancedType.of(type), getter, setter)
                .attributeConverter(converter)
                .build();
    }

    private <V> ImmutableAttribute.Builder<T, B, V> attribute(
            String name, EnhancedType<V> type, Function<T, @Nullable V> getter, BiConsumer<B, V> setter) {
        return ImmutableAttribute.builder(item, builder, type)
                .name(name)
                .getter(getter)
                .setter(setter);
    }
}
