// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.dynamo.Attributes;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/** How an {@link Origin} is kept in the origins table; the attributes are those of the table contract. */
public final class OriginSchema {
    /** The index by bucket name. */
    public static final String BUCKET_NAME_INDEX = "BucketNameIndex";

    private static final Attributes<Origin, Origin.Builder> ITEM = Attributes.of(Origin.class, Origin.Builder.class);

    /** Item to origin and back. */
    public static final TableSchema<Origin> SCHEMA = ITEM.schema(Origin::builder, Origin.Builder::build)
            .attributes(
                    ITEM.text("originId", Origin::id, Origin.Builder::id, StaticAttributeTags.primaryPartitionKey()),
                    ITEM.text(
                            "bucketName",
                            Origin::bucketName,
                            Origin.Builder::bucketName,
                            StaticAttributeTags.secondaryPartitionKey(BUCKET_NAME_INDEX)),
                    ITEM.text("kind", Origin::kind, Origin.Builder::kind),
                    ITEM.text(
                            "state",
                            origin -> origin.state().word(),
                            (builder, word) -> builder.state(OriginState.ofWord(word))),
                    ITEM.text("name", Origin::name, Origin.Builder::name),
                    ITEM.text("region", Origin::region, Origin.Builder::region),
                    ITEM.truth("attached", Origin::attached, Origin.Builder::attached),
                    ITEM.text("oacId", origin -> origin.oacId().orElse(null), Origin.Builder::oacId),
                    ITEM.set("distributionArns", Origin::distributionArns, Origin.Builder::distributionArns),
                    ITEM.json(
                            "oaiGrants",
                            origin -> OaiGrant.toJson(origin.oaiGrants()),
                            (builder, grants) -> builder.oaiGrants(OaiGrant.ofJson(grants))),
                    ITEM.truth("isWebsiteEnabled", Origin::websiteEnabled, Origin.Builder::websiteEnabled),
                    ITEM.json(
                            "websiteConfiguration",
                            origin -> origin.websiteConfiguration().orElse(null),
                            Origin.Builder::websiteConfiguration),
                    ITEM.json(
                            "corsConfiguration",
                            origin -> origin.corsConfiguration().orElse(null),
                            Origin.Builder::corsConfiguration),
                    ITEM.truth(
                            "missingObjectsAre404", Origin::missingObjectsAre404, Origin.Builder::missingObjectsAre404),
                    ITEM.truth("publicRead", Origin::publicRead, Origin.Builder::publicRead),
                    ITEM.textsByName("tags", Origin::tags, Origin.Builder::tags),
                    ITEM.number("policyVersion", Origin::policyVersion, Origin.Builder::policyVersion),
                    ITEM.number("policyApplied", Origin::policyApplied, Origin.Builder::policyApplied),
                    ITEM.number("version", Origin::version, Origin.Builder::version),
                    ITEM.text(
                            "creationScope",
                            origin -> origin.creationScope().orElse(null),
                            Origin.Builder::creationScope),
                    ITEM.text(
                            "creationHash", origin -> origin.creationHash().orElse(null), Origin.Builder::creationHash),
                    ITEM.text(
                            "errorMessage", origin -> origin.errorMessage().orElse(null), Origin.Builder::errorMessage),
                    ITEM.set(
                            "unsettled",
                            origin -> origin.unsettled().stream()
                                    .map(BucketSetting::name)
                                    .collect(Collectors.toSet()),
                            (builder, names) -> builder.unsettled(
                                    names.stream().map(BucketSetting::valueOf).collect(Collectors.toSet()))),
                    ITEM.text(
                            "removal",
                            origin -> origin.removal().map(Removal::word).orElse(null),
                            (builder, word) -> builder.removal(Removal.ofWord(word))),
                    ITEM.time("busyUntil", origin -> origin.busyUntil().orElse(null), Origin.Builder::busyUntil),
                    ITEM.text("createdBy", Origin::createdBy, Origin.Builder::createdBy),
                    ITEM.time("createdAt", Origin::createdAt, Origin.Builder::createdAt),
                    ITEM.text("updatedBy", Origin::updatedBy, Origin.Builder::updatedBy),
                    ITEM.time("updatedAt", Origin::updatedAt, Origin.Builder::updatedAt))
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
}
