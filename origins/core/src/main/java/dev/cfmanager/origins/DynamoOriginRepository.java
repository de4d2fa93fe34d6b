// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The origins in DynamoDB, table {@code ORIGINS_TABLE}. Membership changes are update expressions, so that two at the
 * same moment both hold; the right to write the policy is a lease in {@code policyWriter} and {@code policyWriteUntil}
 * (epoch milliseconds), which no other write touches.
 */
public final class DynamoOriginRepository implements OriginRepository {
    private static final String BUMP = " SET #version = #version + :one, #policy = #policy + :one";
    private static final Map<String, String> COUNTERS = Map.of("#version", "version", "#policy", "policyVersion");

    private final Table<Origin> table;

    /** The repository on the table that {@code ORIGINS_TABLE} names. */
    public DynamoOriginRepository(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.ORIGINS_TABLE), OriginSchema.SCHEMA);
    }

    @Override
    public Optional<Origin> find(String originId) {
        return table.get(key(originId));
    }

    @Override
    public List<Origin> findAll(Collection<String> originIds) {
        return table.getAll(originIds.stream().map(DynamoOriginRepository::key).toList());
    }

    @Override
    public Optional<Origin> findByBucketName(String bucketName) {
        // The index lags behind the table: what it names is read again, and may be gone.
        return table.allOfIndex(OriginSchema.BUCKET_NAME_INDEX, key(bucketName), List.of("originId")).stream()
                .flatMap(named -> find(named.id()).stream())
                .findFirst();
    }

    @Override
    public boolean create(Origin origin) {
        return table.create(origin);
    }

    @Override
    public Optional<Origin> update(Origin changed) {
        Origin next = changed.toBuilder().version(changed.version() + 1).build();
        return table.updateIf(next, unchangedSince(changed)) ? Optional.of(next) : Optional.empty();
    }

    @Override
    public boolean delete(Origin origin) {
        Expression condition = expression(
                "attribute_not_exists(originId) OR #version = :version",
                Map.of("#version", "version"),
                Map.of(":version", number(origin.version())));
        return table.deleteIf(key(origin.id()), condition);
    }

    @Override
    public Page<Origin> list(PageRequest page) {
        return table.scan(page, OriginSchema.LIST_ATTRIBUTES);
    }

    @Override
    public Optional<Origin> addDistribution(String originId, String distributionArn) {
        return changed(
                originId,
                bumping("ADD distributionArns :arns" + BUMP, Map.of(":arns", set(distributionArn))),
                expression(
                        "#state = :active AND NOT contains(distributionArns, :arn)",
                        Map.of("#state", "state"),
                        Map.of(":arn", AttributeValue.fromS(distributionArn), ":active", active())));
    }

    @Override
    public Optional<Origin> removeDistribution(String originId, String distributionArn) {
        return changed(
                originId,
                bumping("DELETE distributionArns :arns" + BUMP, Map.of(":arns", set(distributionArn))),
                expression(
                        "contains(distributionArns, :arn)",
                        Map.of(),
                        Map.of(":arn", AttributeValue.fromS(distributionArn))));
    }

    @Override
    public Optional<Origin> putGrant(String originId, String distributionId, OaiGrant grant) {
        ObjectNode json = (ObjectNode) OaiGrant.toJson(Map.of("grant", grant)).get("grant");
        return changed(
                originId,
                bumping(
                        BUMP + ", oaiGrants.#distribution = :grant",
                        Map.of(":grant", new JsonAttribute().transformFrom(json))),
                expression(
                        "#state = :active AND (attribute_not_exists(oaiGrants.#distribution)"
                                + " OR oaiGrants.#distribution <> :grant)",
                        Map.of("#state", "state", "#distribution", distributionId),
                        Map.of(":active", active())));
    }

    @Override
    public Optional<Origin> removeGrant(String originId, String distributionId) {
        return changed(
                originId,
                bumping("REMOVE oaiGrants.#distribution" + BUMP, Map.of()),
                expression(
                        "attribute_exists(oaiGrants.#distribution)",
                        Map.of("#distribution", distributionId),
                        Map.of()));
    }

    @Override
    public Optional<Origin> beginPolicyWrite(String originId, String writer, Instant now, Instant until) {
        return table.change(
                key(originId),
                expression(
                        "SET policyWriter = :writer, policyWriteUntil = :until",
                        Map.of(),
                        Map.of(":writer", AttributeValue.fromS(writer), ":until", number(until.toEpochMilli()))),
                expression(
                        "attribute_exists(originId) AND (attribute_not_exists(policyWriter)"
                                + " OR policyWriter = :writer OR policyWriteUntil < :now)",
                        Map.of(),
                        Map.of(":now", number(now.toEpochMilli()))));
    }

    @Override
    public void endPolicyWrite(String originId, String writer, long appliedVersion) {
        table.change(
                key(originId),
                expression(
                        "REMOVE policyWriter, policyWriteUntil SET policyApplied = :applied",
                        Map.of(),
                        Map.of(":applied", number(appliedVersion))),
                expression("policyWriter = :writer", Map.of(), Map.of(":writer", AttributeValue.fromS(writer))));
    }

    private Optional<Origin> changed(String originId, Expression update, Expression condition) {
        Optional<Origin> changed = table.change(key(originId), update, condition);
        return changed.isPresent() ? changed : find(originId);
    }

    private static Expression bumping(String text, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":one", number(1));
        return expression(text.strip(), COUNTERS, all);
    }

    private static Expression unchangedSince(Origin origin) {
        return expression(
                "#version = :version", Map.of("#version", "version"), Map.of(":version", number(origin.version())));
    }

    private static Expression expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {
        return Expression.builder()
                .expression(text)
                .expressionNames(names)
                .expressionValues(values)
                .build();
    }

    private static Key key(String value) {
        return Key.builder().partitionValue(value).build();
    }

    private static AttributeValue set(String only) {
        return AttributeValue.fromSs(List.of(only));
    }

    private static AttributeValue active() {
        return AttributeValue.fromS(OriginState.ACTIVE.word());
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(String.valueOf(number));
    }
}
