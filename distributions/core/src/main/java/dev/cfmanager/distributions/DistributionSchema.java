// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/** How a {@link Distribution} is kept in the distributions table; the attributes are those of the table contract. */
public final class DistributionSchema {
    /** The index by name. */
    public static final String NAME_INDEX = "NameIndex";

    /** The index by status, in order of the last change. */
    public static final String STATUS_INDEX = "StatusIndex";

    /** The index by template; a distribution that was made without one is not in it. */
    public static final String TEMPLATE_INDEX = "TemplateIndex";

    private static final Attributes<Distribution, DistributionBuilder> ITEM =
            Attributes.of(Distribution.class, DistributionBuilder.class);

    /** Item to record and back. */
    public static final TableSchema<Distribution> SCHEMA = ITEM.schema(
                    Distribution::builder, DistributionBuilder::build)
            .attributes(
                    ITEM.text(
                            "distributionId",
                            Distribution::id,
                            DistributionBuilder::id,
                            StaticAttributeTags.primaryPartitionKey()),
                    ITEM.text(
                            "name",
                            Distribution::name,
                            DistributionBuilder::name,
                            StaticAttributeTags.secondaryPartitionKey(NAME_INDEX)),
                    ITEM.text(
                            "status",
                            distribution -> distribution.status().word(),
                            (builder, word) -> builder.status(DistributionStatus.ofWord(word)),
                            StaticAttributeTags.secondaryPartitionKey(STATUS_INDEX)),
                    ITEM.time(
                            "updatedAt",
                            Distribution::updatedAt,
                            DistributionBuilder::updatedAt,
                            StaticAttributeTags.secondarySortKey(STATUS_INDEX)),
                    ITEM.text("type", DistributionSchema::type, (builder, type) -> {
                        // isMultiOrigin says the same
                    }),
                    ITEM.text(
                            "description",
                            distribution -> distribution.description().orElse(null),
                            DistributionBuilder::description),
                    ITEM.text(
                            "goal",
                            distribution -> distribution.goal().word(),
                            (builder, word) -> builder.goal(Goal.ofWord(word))),
                    ITEM.number("version", Distribution::version, DistributionBuilder::version),
                    ITEM.json("config", Distribution::config, DistributionBuilder::config),
                    ITEM.textsByName("tags", Distribution::tags, DistributionBuilder::tags),
                    ITEM.text("originDomain", Distribution::originDomain, DistributionBuilder::originDomain),
                    ITEM.texts("originDomains", Distribution::originDomains, DistributionBuilder::originDomains),
                    ITEM.texts("originIds", Distribution::originIds, DistributionBuilder::originIds),
                    ITEM.texts(
                            "grantedOriginIds", Distribution::grantedOriginIds, DistributionBuilder::grantedOriginIds),
                    ITEM.text(
                            "cloudfrontId",
                            distribution -> distribution.cloudfrontId().orElse(null),
                            DistributionBuilder::cloudfrontId),
                    ITEM.text("arn", distribution -> distribution.arn().orElse(null), DistributionBuilder::arn),
                    ITEM.text(
                            "domainName",
                            distribution -> distribution.domainName().orElse(null),
                            DistributionBuilder::domainName),
                    ITEM.text(
                            "errorMessage",
                            distribution -> distribution.errorMessage().orElse(null),
                            DistributionBuilder::errorMessage),
                    ITEM.truth("isMultiOrigin", Distribution::multiOrigin, DistributionBuilder::multiOrigin),
                    ITEM.textsByName("stepTimes", Distribution::stepTimes, DistributionBuilder::stepTimes),
                    ITEM.json(
                            "multiOriginConfig",
                            distribution -> distribution.multiOriginConfig().orElse(null),
                            DistributionBuilder::multiOriginConfig),
                    ITEM.text(
                            "lambdaEdgeFunctionId",
                            distribution -> distribution.lambdaEdgeFunctionId().orElse(null),
                            DistributionBuilder::lambdaEdgeFunctionId),
                    ITEM.text(
                            "lambdaEdgeFunctionName",
                            distribution ->
                                    distribution.lambdaEdgeFunctionName().orElse(null),
                            DistributionBuilder::lambdaEdgeFunctionName),
                    ITEM.text("oaiId", distribution -> distribution.oaiId().orElse(null), DistributionBuilder::oaiId),
                    ITEM.time(
                            "replicationTriggeredAt",
                            distribution ->
                                    distribution.replicationTriggeredAt().orElse(null),
                            DistributionBuilder::replicationTriggeredAt),
                    ITEM.text(
                            "templateId",
                            distribution -> distribution.templateId().orElse(null),
                            DistributionBuilder::templateId,
                            StaticAttributeTags.secondaryPartitionKey(TEMPLATE_INDEX)),
                    ITEM.text(
                            "requestScope",
                            distribution -> distribution.requestScope().orElse(null),
                            DistributionBuilder::requestScope),
                    ITEM.time(
                            "deletionRequestedAt",
                            distribution -> distribution.deletionRequestedAt().orElse(null),
                            DistributionBuilder::deletionRequestedAt),
                    ITEM.time(
                            "deletedAt",
                            distribution -> distribution.deletedAt().orElse(null),
                            DistributionBuilder::deletedAt),
                    ITEM.text("createdBy", Distribution::createdBy, DistributionBuilder::createdBy),
                    ITEM.time("createdAt", Distribution::createdAt, DistributionBuilder::createdAt),
                    ITEM.text("updatedBy", Distribution::updatedBy, DistributionBuilder::updatedBy),
                    ITEM.anyJson("unpublishedEvents", DistributionSchema::storedEvents, DistributionSchema::readEvents),
                    ITEM.number("configVersion", Distribution::configVersion, DistributionBuilder::configVersion),
                    ITEM.json(
                            "pendingUpdate",
                            distribution -> distribution
                                    .pendingUpdate()
                                    .map(PendingUpdate::toJson)
                                    .orElse(null),
                            (builder, json) -> builder.pendingUpdate(json == null ? null : PendingUpdate.ofJson(json))),
                    ITEM.time(
                            "busyUntil",
                            distribution -> distribution.busyUntil().orElse(null),
                            DistributionBuilder::busyUntil),
                    ITEM.time(
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
}
