// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The records in the table {@code DISTRIBUTIONS_TABLE}. */
public final class DynamoDistributionRepository implements DistributionRepository {
    private final Table<Distribution> table;

    /** The distributions table of this environment. */
    public DynamoDistributionRepository(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment,
                environment.env().require(EnvironmentVariable.DISTRIBUTIONS_TABLE),
                DistributionSchema.SCHEMA);
    }

    @Override
    public Optional<Distribution> find(String id) {
        return table.get(key(id));
    }

    @Override
    public boolean create(Distribution distribution) {
        return table.create(distribution);
    }

    @Override
    public boolean update(Distribution changed, long expectedVersion) {
        return table.updateIf(changed, hasVersion(expectedVersion));
    }

    @Override
    public boolean delete(Distribution distribution) {
        return table.deleteIf(key(distribution.id()), hasVersion(distribution.version()));
    }

    @Override
    public Page<Distribution> list(PageRequest page) {
        return table.scan(page, DistributionSchema.LIST_ATTRIBUTES);
    }

    @Override
    public List<Distribution> findByName(String name) {
        return table.allOfIndex(DistributionSchema.NAME_INDEX, key(name), DistributionSchema.NAME_ATTRIBUTES);
    }

    @Override
    public List<Distribution> findByStatus(DistributionStatus status) {
        return table.allOfIndex(
                DistributionSchema.STATUS_INDEX, key(status.word()), DistributionSchema.STATUS_ATTRIBUTES);
    }

    private static Key key(String value) {
        return Key.builder().partitionValue(value).build();
    }

    private static Expression hasVersion(long version) {
        return Expression.builder()
                .expression("#version = :version")
                .putExpressionName("#version", "version")
                .putExpressionValue(":version", AttributeValue.fromN(String.valueOf(version)))
                .build();
    }
}
