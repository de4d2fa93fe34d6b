// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;

/** How an {@link Origin} is kept in the origins table; the attributes are those of the table contract. */
public final class OriginSchema {
    /** The index by bucket name. */
    public static final String BUCKET_NAME_INDEX = "BucketNameIndex";

    /** Item to origin and back. */
    public static final TableSchema<Origin> SCHEMA = StaticImmutableTableSchema.builder(
                    Origin.class, Origin.Builder.class)
            .newItemBuilder(Origin::builder, Origin.Builder::build)
            .attributes(
                    text("originId", Origin::id, Origin.Builder::id)
                            .addTag(StaticAttributeTags.primaryPartitionKey())
                            .build(),
                    text("bucketName", Origin::bucketName, Origin.Builder::bucketName)
                            .addTag(StaticAttributeTags.secondaryPartitionKey(BUCKET_NAME_INDEX))
                            .build(),
                    text("kind", Origin::kind, Origin.Builder::kind).build(),
                    text(
                                    "state",
                                    origin -> origin.state().word(),
                                    (builder, word) -> builder.state(OriginState.ofWord(word)))
                            .build(),
                    text("name", Origin::name, Origin.Builder::name).build(),
                    text("region", Origin::region, Origin.Builder::region).build(),
                    truth("attached", Origin::attached, Origin.Builder::attached),
                    text("oacId", origin -> origin.oacId().orElse(null), Origin.Builder::oacId)
                            .build(),
                    attribute("distributionArns", EnhancedType.setOf(String.class))
                            .getter(origin -> orNull(origin.distributionArns()))
                            .setter(Origin.Builder::distributionArns)
                            .build(),
                    json(
                            "oaiGrants",
                            origin -> OaiGrant.toJson(origin.oaiGrants()),
                            (builder, grants) -> builder.oaiGrants(OaiGrant.ofJson(grants))),
                    truth("isWebsiteEnabled", Origin::websiteEnabled, Origin.Builder::websiteEnabled),
                    json(
                            "websiteConfiguration",
                            origin -> origin.websiteConfiguration().orElse(null),
                            Origin.Builder::websiteConfiguration),
                    json(
                            "corsConfiguration",
                            origin -> origin.corsConfiguration().orElse(null),
                            Origin.Builder::corsConfiguration),
                    truth("missingObjectsAre404", Origin::missingObjectsAre404, Origin.Builder::missingObjectsAre404),
                    truth("publicRead", Origin::publicRead, Origin.Builder::publicRead),
                    attribute("tags", EnhancedType.mapOf(String.class, String.class))
                            .getter(Origin::tags)
                            .setter(Origin.Builder::tags)
                            .build(),
                    number("policyVersion", Origin::policyVersion, Origin.Builder::policyVersion),
                    number("policyApplied", Origin::policyApplied, Origin.Builder::policyApplied),
                    number("version", Origin::version, Origin.Builder::version),
                    text("creationScope", origin -> origin.creationScope().orElse(null), Origin.Builder::creationScope)
                            .build(),
                    text("creationHash", origin -> origin.creationHash().orElse(null), Origin.Builder::creationHash)
                            .build(),
                    text("errorMessage", origin -> origin.errorMessage().orElse(null), Origin.Builder::errorMessage)
                            .build(),
                    attribute("unsettled", EnhancedType.setOf(String.class))
                            .getter(origin -> orNull(origin.unsettled().stream()
                                    .map(BucketSetting::name)
                                    .collect(Collectors.toSet())))
                            .setter((builder, names) -> builder.unsettled(
                                    names.stream().map(BucketSetting::valueOf).collect(Collectors.toSet())))
                            .build(),
                    text(
                                    "removal",
                                    origin ->
                                            origin.removal().map(Removal::word).orElse(null),
                                    (builder, word) -> builder.removal(Removal.ofWord(word)))
                            .build(),
                    text(
                                    "busyUntil",
                                    origin -> origin.busyUntil().map(Json::time).orElse(null),
                                    (builder, time) -> builder.busyUntil(Instant.parse(time)))
                            .build(),
                    text("createdBy", Origin::createdBy, Origin.Builder::createdBy)
                            .build(),
                    text(
                                    "createdAt",
                                    origin -> Json.time(origin.createdAt()),
                                    (builder, time) -> builder.createdAt(Instant.parse(time)))
                            .build(),
                    text("updatedBy", Origin::updatedBy, Origin.Builder::updatedBy)
                            .build(),
                    text(
                                    "updatedAt",
                                    origin -> Json.time(origin.updatedAt()),
                                    (builder, time) -> builder.updatedAt(Instant.parse(time)))
                            .build())
            .build();

    /** What a list needs: everything of the wire shape, without the bookkeeping. */
    static final List<String> LIST_ATTRIBUTES = List.of(
            "originId",
            "kind",
            "state",
            "name",
            "bucketName",
            "region",
            "attached",
            "oacId",
            "distributionArns",
            "oaiGrants",
            "isWebsiteEnabled",
            "websiteConfiguration",
            "corsConfiguration",
            "missingObjectsAre404",
            "publicRead",
            "tags",
            "version",
            "errorMessage",
            "createdBy",
            "createdAt",
            "updatedBy",
            "updatedAt");

    private OriginSchema() {}

    /** DynamoDB has no empty sets: an empty one is no attribute. */
    private static @Nullable Set<String> orNull(Set<String> set) {
        return set.isEmpty() ? null : set;
    }

    private static <T> ImmutableAttribute.Builder<Origin, Origin.Builder, T> attribute(
            String name, EnhancedType<T> type) {
        return ImmutableAttribute.builder(Origin.class, Origin.Builder.class, type)
                .name(name);
    }

    private static ImmutableAttribute.Builder<Origin, Origin.Builder, String> text(
            String name, Function<Origin, String> getter, BiConsumer<Origin.Builder, String> setter) {
        return attribute(name, EnhancedType.of(String.class)).getter(getter).setter(setter);
    }

    private static ImmutableAttribute<Origin, Origin.Builder, Boolean> truth(
            String name, Function<Origin, Boolean> getter, BiConsumer<Origin.Builder, Boolean> setter) {
        return attribute(name, EnhancedType.of(Boolean.class))
                .getter(getter)
                .setter(setter)
                .build();
    }

    private static ImmutableAttribute<Origin, Origin.Builder, Long> number(
            String name, Function<Origin, Long> getter, BiConsumer<Origin.Builder, Long> setter) {
        return attribute(name, EnhancedType.of(Long.class))
                .getter(getter)
                .setter(setter)
                .build();
    }

    private static ImmutableAttribute<Origin, Origin.Builder, ObjectNode> json(
            String name, Function<Origin, ObjectNode> getter, BiConsumer<Origin.Builder, ObjectNode> setter) {
        return attribute(name, EnhancedType.of(ObjectNode.class))
                .getter(getter)
                .setter(setter)
                .attributeConverter(new JsonAttribute())
                .build();
    }
}
