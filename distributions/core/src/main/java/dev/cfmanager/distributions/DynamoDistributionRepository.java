// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Claims;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The records in the table {@code DISTRIBUTIONS_TABLE}, and beside them, written in the same transaction, who holds which
 * name ({@code name#<name>}) and alias ({@code alias#<alias>}).
 */
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
        return id.indexOf('#') < 0 ? table.get(key(id)) : Optional.empty(); // claims are no records
    }

    @Override
    public boolean create(Distribution distribution) {
        Claims claims = Holdings.change(distribution.id(), Optional.empty(), Optional.of(distribution));
        return claiming(() -> table.create(distribution, claims));
    }

    @Override
    public boolean update(Distribution before, Distribution after) {
        Claims claims = Holdings.change(after.id(), Optional.of(before), Optional.of(after));
        return claiming(() -> table.updateIf(after, hasVersion(before.version()), claims));
    }

    @Override
    public boolean delete(Distribution distribution) {
        Claims claims = Holdings.change(distribution.id(), Optional.of(distribution), Optional.empty());
        return table.deleteIf(key(distribution.id()), hasVersion(distribution.version()), claims);
    }

    private boolean claiming(BooleanSupplier write) {
        try {
            return write.getAsBoolean();
        } catch (Claims.TakenException taken) {
            boolean held = find(taken.holder())
                    .filter(holder -> Holdings.names(holder).contains(taken.text()))
                    .isPresent();
            if (held) {
                throw TakenNames.conflict(Holdings.name(taken.text()), taken.holder());
            }
            table.releaseClaim(taken.text(), taken.holder()); // its record was taken away by other hands than ours
            return claiming(write);
        }
    }

    @Override
    public Map<String, Distribution> findByAliases(Collection<String> aliases) {
        Map<String, Distribution> found = new HashMap<>();
        if (aliases.isEmpty()) {
            return found;
        }
        Map<String, String> claimants =
                table.claimants(aliases.stream().map(Holdings::alias).toList());
        Map<String, Distribution> records = new HashMap<>();
        table.getAll(claimants.values().stream()
                        .map(DynamoDistributionRepository::key)
                        .toList())
                .forEach(record -> records.put(record.id(), record));
        for (String alias : aliases) {
            Distribution record = records.get(claimants.getOrDefault(Holdings.alias(alias), ""));
            if (record != null && Holdings.aliases(record).contains(Holdings.alias(alias))) { // notes may be old
                found.put(alias, record);
            }
        }
        return found;
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
    public List<Distribution> findByTemplate(String templateId) {
        return table.allOfIndex(
                DistributionSchema.TEMPLATE_INDEX, key(templateId), DistributionSchema.TEMPLATE_ATTRIBUTES);
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
