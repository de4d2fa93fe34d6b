// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.json.Json;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;

/**
 * One item of the data distributor's table: {@code kind} (S, partition key: {@code lease}, {@code again}, {@code plan},
 * {@code sets}, {@code manifest} or {@code run}), {@code id} (S, sort key), {@code document} (M), {@code fence} (N), {@code leaseUntil} (N, epoch
 * milliseconds), {@code expiresAt} (N, epoch seconds, TTL).
 */
public final class Row {
    private static final Attributes<Row, Row> ITEM = Attributes.of(Row.class);

    /** The table's schema. */
    public static final TableSchema<Row> SCHEMA = ITEM.schema(Row::new, row -> row)
            .attributes(
                    ITEM.text(
                            "kind",
                            row -> row.kind,
                            (row, value) -> row.kind = value,
                            StaticAttributeTags.primaryPartitionKey()),
                    ITEM.text(
                            "id", row -> row.id, (row, value) -> row.id = value, StaticAttributeTags.primarySortKey()),
                    ITEM.json("document", row -> row.document, (row, value) -> row.document = value),
                    ITEM.number("fence", row -> row.fence, (row, value) -> row.fence = value),
                    ITEM.number("leaseUntil", row -> row.leaseUntil, (row, value) -> row.leaseUntil = value),
                    ITEM.number("expiresAt", row -> row.expiresAt, (row, value) -> row.expiresAt = value))
            .build();

    private String kind = "";
    private String id = "";
    private ObjectNode document = Json.object();
    private @Nullable Long fence;
    private @Nullable Long leaseUntil;
    private @Nullable Long expiresAt;

    private Row() {}

    static Row of(String kind, String id, ObjectNode document) {
        Row row = new Row();
        row.kind = kind;
        row.id = id;
        row.document = document;
        return row;
    }

    Row fenced(long newFence) {
        this.fence = newFence;
        return this;
    }

    Row leasedUntil(long epochMillis) {
        this.leaseUntil = epochMillis;
        return this;
    }

    Row expiring(long epochSeconds) {
        this.expiresAt = epochSeconds;
        return this;
    }

    String id() {
        return id;
    }

    ObjectNode document() {
        return document;
    }

    long fence() {
        return fence == null ? 0 : fence;
    }

    long leaseUntil() {
        return leaseUntil == null ? 0 : leaseUntil;
    }
}
