// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.json.Json;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

/**
 * One item of the data distributor's table: {@code kind} (S, partition key: {@code lease}, {@code again}, {@code plan},
 * {@code sets}, {@code manifest} or {@code run}), {@code id} (S, sort key), {@code document} (M), {@code fence} (N), {@code leaseUntil} (N, epoch
 * milliseconds), {@code expiresAt} (N, epoch seconds, TTL).
 */
public final class Row {
    /** The table's schema. */
    public static final TableSchema<Row> SCHEMA = StaticTableSchema.builder(Row.class)
            .newItemSupplier(Row::new)
            .addAttribute(String.class, kind -> kind.name("kind")
                    .getter(row -> row.kind)
                    .setter((row, value) -> row.kind = value)
                    .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(String.class, id -> id.name("id")
                    .getter(row -> row.id)
                    .setter((row, value) -> row.id = value)
                    .tags(StaticAttributeTags.primarySortKey()))
            .addAttribute(ObjectNode.class, document -> document.name("document")
                    .getter(row -> row.document)
                    .setter((row, value) -> row.document = value)
                    .attributeConverter(new JsonAttribute()))
            .addAttribute(
                    Long.class,
                    fence -> fence.name("fence").getter(row -> row.fence).setter((row, value) -> row.fence = value))
            .addAttribute(Long.class, until -> until.name("leaseUntil")
                    .getter(row -> row.leaseUntil)
                    .setter((row, value) -> row.leaseUntil = value))
            .addAttribute(Long.class, expiry -> expiry.name("expiresAt")
                    .getter(row -> row.expiresAt)
                    .setter((row, value) -> row.expiresAt = value))
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
