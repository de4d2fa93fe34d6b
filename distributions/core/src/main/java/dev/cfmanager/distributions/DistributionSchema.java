// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;

/** How a {@link Distribution} is kept in the distributions table; the attributes are those of the table contract. */
public final class DistributionSchema {
    /** The index by name. */
    public static final String NAME_INDEX = "NameIndex";

    /** The index by status, in order of the last change. */
    public static final String STATUS_INDEX = "StatusIndex";

    /** The index by template; a distribution that was made without one is not in it. */
    public static final String TEMPLATE_INDEX = "TemplateIndex";

    /** Item to record and back. */
    public static final TableSchema<Distribution> SCHEMA = StaticImmutableTableSchema.builder(
                    Distribution.class, DistributionBuilder.class)
            .newItemBuilder(Distribution::builder, DistributionBuilder::build)
            .attributes(
                    text(
                            "distributionId",
                            Distribution::id,
                            DistributionBuilder::id,
                            StaticAttributeTags.primaryPartitionKey()),
                    text(
                            "name",
                            Distribution::name,
                            DistributionBuilder::name,
                            StaticAttributeTags.secondaryPartitionKey(NAME_INDEX)),
                    text(
                            "status",
                            distribution -> distribution.status().word(),
                            (builder, word) -> builder.status(DistributionStatus.ofWord(word)),
                            StaticAttributeTags.secondaryPartitionKey(STATUS_INDEX)),
                    text(
                            "updatedAt",
                            distribution -> Json.time(distribution.updatedAt()),
                            (builder, time) -> builder.updatedAt(Instant.parse(time)),
                            StaticAttributeTags.secondarySortKey(STATUS_INDEX)),
                    text("type", DistributionSchema::type, (builder, type) -> {
                        // isMultiOrigin says the same
                    }),
                    text(
                            "description",
                            distribution -> distribution.description().orElse(null),
                            DistributionBuilder::description),
                    text(
                            "goal",
                            distribution -> distribution.goal().word(),
                            (builder, word) -> builder.goal(Goal.ofWord(word))),
                    attribute("version", Long.class)
                            .getter(Distribution::version)
                            .setter(DistributionBuilder::version)
                            .build(),
                    json("config", Distribution::config, DistributionBuilder::config),
                    attribute("tags", EnhancedType.mapOf(String.class, String.class))
                            .getter(Distribution::tags)
                            .setter(DistributionBuilder::tags)
                            .build(),
                    text("originDomain", Distribution::originDomain, DistributionBuilder::originDomain),
                    texts("originDomains", Distribution::originDomains, DistributionBuilder::originDomains),
                    texts("originIds", Distribution::originIds, DistributionBuilder::originIds),
                    texts("grantedOriginIds", Distribution::grantedOriginIds, DistributionBuilder::grantedOriginIds),
                    text(
                            "cloudfrontId",
                            distribution -> distribution.cloudfrontId().orElse(null),
                            DistributionBuilder::cloudfrontId),
                    text("arn", distribution -> distribution.arn().orElse(null), DistributionBuilder::arn),
                    text(
                            "domainName",
                            distribution -> distribution.domainName().orElse(null),
                            DistributionBuilder::domainName),
                    text(
                            "errorMessage",
                            distribution -> distribution.errorMessage().orElse(null),
                            DistributionBuilder::errorMessage),
                    attribute("isMultiOrigin", Boolean.class)
                            .getter(Distribution::multiOrigin)
                            .setter(DistributionBuilder::multiOrigin)
                            .build(),
                    attribute("stepTimes", EnhancedType.mapOf(String.class, String.class))
                            .getter(Distribution::stepTimes)
                            .setter(DistributionBuilder::stepTimes)
                            .build(),
                    json(
                            "multiOriginConfig",
                            distribution -> distribution.multiOriginConfig().orElse(null),
                            DistributionBuilder::multiOriginConfig),
                    text(
                            "lambdaEdgeFunctionId",
                            distribution -> distribution.lambdaEdgeFunctionId().orElse(null),
                            DistributionBuilder::lambdaEdgeFunctionId),
                    text(
                            "lambdaEdgeFunctionName",
                            distribution ->
                                    distribution.lambdaEdgeFunctionName().orElse(null),
                            DistributionBuilder::lambdaEdgeFunctionName),
                    text("oaiId", distribution -> distribution.oaiId().orElse(null), DistributionBuilder::oaiId),
                    time(
                            "replicationTriggeredAt",
                            distribution ->
                                    distribution.replicationTriggeredAt().orElse(null),
                            DistributionBuilder::replicationTriggeredAt),
                    text(
                            "templateId",
                            distribution -> distribution.templateId().orElse(null),
                            DistributionBuilder::templateId,
                            StaticAttributeTags.secondaryPartitionKey(TEMPLATE_INDEX)),
                    text(
                            "requestScope",
                            distribution -> distribution.requestScope().orElse(null),
                            DistributionBuilder::requestScope),
                    time(
                            "deletionRequestedAt",
                            distribution -> distribution.deletionRequestedAt().orElse(null),
                            DistributionBuilder::deletionRequestedAt),
                    time(
                            "deletedAt",
                            distribution -> distribution.deletedAt().orElse(null),
                            DistributionBuilder::deletedAt),
                    text("createdBy", Distribution::createdBy, DistributionBuilder::createdBy),
                    time("createdAt", Distribution::createdAt, DistributionBuilder::createdAt),
                    text("updatedBy", Distribution::updatedBy, DistributionBuilder::updatedBy),
                    attribute("unpublishedEvents", JsonNode.class)
                            .getter(DistributionSchema::storedEvents)
                            .setter(DistributionSchema::readEvents)
                            .attributeConverter(JsonAttribute.any())
                            .build(),
                    attribute("configVersion", Long.class)
                            .getter(Distribution::configVersion)
                            .setter(DistributionBuilder::configVersion)
                            .build(),
                    json(
                            "pendingUpdate",
                            distribution -> distribution
                                    .pendingUpdate()
                                    .map(PendingUpdate::toJson)
                                    .orElse(null),
                            (builder, json) -> builder.pendingUpdate(json == null ? null : PendingUpdate.ofJson(json))),
                    time(
                            "busyUntil",
                            distribution -> distribution.busyUntil().orElse(null),
                            DistributionBuilder::busyUntil),
                    time(
                            "lastEventAt",
                            distribution -> distribution.lastEventAt().orElse(null),
                            DistributionBuilder::lastEventAt))
            .build();

    /** What a list item needs, and which origins it uses. */
    static final List<String> LIST_ATTRIBUTES = List.of(
            "distributionId",
            "cloudfrontId",
            "name",
            "status",
            "domainName",
            "originDomain",
            "originDomains",
            "originIds",
            "isMultiOrigin",
            "createdAt",
            "updatedAt",
            "createdBy");

    /** What tells whether a name is taken. */
    static final List<String> NAME_ATTRIBUTES =
            List.of("distributionId", "name", "status", "goal", "cloudfrontId", "requestScope", "createdAt");

    /** What the index by template holds. */
    static final List<String> TEMPLATE_ATTRIBUTES = List.of("distributionId", "name", "templateId");

    /** What tells whether somebody must look after it. */
    static final List<String> STATUS_ATTRIBUTES = List.of(
            "distributionId",
            "status",
            "goal",
            "version",
            "cloudfrontId",
            "grantedOriginIds",
            "oaiId",
            "lambdaEdgeFunctionId",
            "updatedAt");

    private DistributionSchema() {}

    /** {@code Standard}, or {@code Multi-Origin}. */
    static String type(Distribution distribution) {
        return distribution.multiOrigin() ? "Multi-Origin" : "Standard";
    }

    private static @Nullable JsonNode storedEvents(Distribution distribution) {
        if (distribution.unpublished().isEmpty()) {
            return null;
        }
        ArrayNode events = Json.array();
        distribution.unpublished().forEach(event -> events.add(event.toStored()));
        return events;
    }

    private static void readEvents(DistributionBuilder builder, JsonNode stored) {
        List<HistoryEvent> events = new ArrayList<>();
        stored.forEach(event -> events.add(HistoryEvent.ofStored(builder.id, (ObjectNode) event)));
        builder.unpublished(events);
    }

    private static <T> ImmutableAttribute.Builder<Distribution, DistributionBuilder, T> attribute(
            String name, Class<T> type) {
        return attribute(name, EnhancedType.of(type));
    }

    private static <T> ImmutableAttribute.Builder<Distribution, DistributionBuilder, T> attribute(
            String name, EnhancedType<T> type) {
        return ImmutableAttribute.builder(Distribution.class, DistributionBuilder.class, type)
                .name(name);
    }

    private static ImmutableAttribute<Distribution, DistributionBuilder, String> text(
            String name,
            Function<Distribution, String> getter,
            BiConsumer<DistributionBuilder, String> setter,
            StaticAttributeTag... tags) {
        return attribute(name, String.class)
                .getter(getter)
                .setter(setter)
                .tags(tags)
                .build();
    }

    private static ImmutableAttribute<Distribution, DistributionBuilder, String> time(
            String name,
            Function<Distribution, @Nullable Instant> getter,
            BiConsumer<DistributionBuilder, Instant> setter) {
        return attribute(name, String.class)
                .getter(distribution -> {
                    Instant time = getter.apply(distribution);
                    return time == null ? null : Json.time(time);
                })
                .setter((builder, text) -> setter.accept(builder, Instant.parse(text)))
                .build();
    }

    private static ImmutableAttribute<Distribution, DistributionBuilder, List<String>> texts(
            String name,
            Function<Distribution, List<String>> getter,
            BiConsumer<DistributionBuilder, List<String>> setter) {
        return attribute(name, EnhancedType.listOf(String.class))
                .getter(getter)
                .setter(setter)
                .build();
    }

    private static ImmutableAttribute<Distribution, DistributionBuilder, ObjectNode> json(
            String name,
            Function<Distribution, ObjectNode> getter,
            BiConsumer<DistributionBuilder, ObjectNode> setter) {
        return attribute(name, ObjectNode.class)
                .getter(getter)
                .setter(setter)
                .attributeConverter(new JsonAttribute())
                .build();
    }
}
