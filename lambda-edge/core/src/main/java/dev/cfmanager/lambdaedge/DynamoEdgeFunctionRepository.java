// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.JsonAttribute;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The records in the table {@code LAMBDA_EDGE_FUNCTIONS_TABLE}: key {@code functionId}, index {@code StatusIndex} on
 * {@code status} and {@code createdAt}.
 */
public final class DynamoEdgeFunctionRepository implements EdgeFunctionRepository {
    private static final String STATUS_INDEX = "StatusIndex";
    private static final List<String> IN_LISTS = List.of(
            "functionId",
            "functionName",
            "functionArn",
            "versionArn",
            "origins",
            "preset",
            "status",
            "distributionId",
            "errorMessage",
            "createdBy",
            "createdAt",
            "updatedAt",
            "version");

    /** How a record is kept as an item: its attributes, key and index. */
    public static final TableSchema<EdgeFunction> SCHEMA = StaticImmutableTableSchema.builder(
                    EdgeFunction.class, EdgeFunctionBuilder.class)
            .newItemBuilder(EdgeFunctionBuilder::new, EdgeFunctionBuilder::build)
            .addAttribute(String.class, a -> a.name("functionId")
                    .getter(EdgeFunction::functionId)
                    .setter(EdgeFunctionBuilder::functionId)
                    .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(String.class, a -> a.name("functionName")
                    .getter(EdgeFunction::functionName)
                    .setter(EdgeFunctionBuilder::functionName))
            .addAttribute(String.class, a -> a.name("functionArn")
                    .getter(EdgeFunction::functionArn)
                    .setter(EdgeFunctionBuilder::functionArn))
            .addAttribute(
                    String.class,
                    a -> a.name("versionArn").getter(EdgeFunction::versionArn).setter(EdgeFunctionBuilder::versionArn))
            .addAttribute(String.class, a -> a.name("codeContent")
                    .getter(EdgeFunction::codeContent)
                    .setter(EdgeFunctionBuilder::codeContent))
            .addAttribute(ObjectNode.class, a -> a.name("origins")
                    .getter(function -> function.policy().originsToJson())
                    .setter(EdgeFunctionBuilder::origins)
                    .attributeConverter(new JsonAttribute()))
            .addAttribute(ObjectNode.class, a -> a.name("regionMapping")
                    .getter(function -> function.policy().regionMappingToJson())
                    .setter(EdgeFunctionBuilder::regionMapping)
                    .attributeConverter(new JsonAttribute()))
            .addAttribute(String.class, a -> a.name("preset")
                    .getter(function -> function.policy().preset())
                    .setter(EdgeFunctionBuilder::preset))
            .addAttribute(String.class, a -> a.name("status")
                    .getter(function -> function.status().wire())
                    .setter(EdgeFunctionBuilder::status)
                    .tags(StaticAttributeTags.secondaryPartitionKey(STATUS_INDEX)))
            .addAttribute(String.class, a -> a.name("distributionId")
                    .getter(EdgeFunction::distributionId)
                    .setter(EdgeFunctionBuilder::distributionId))
            .addAttribute(String.class, a -> a.name("errorMessage")
                    .getter(EdgeFunction::errorMessage)
                    .setter(EdgeFunctionBuilder::errorMessage))
            .addAttribute(
                    String.class,
                    a -> a.name("createdBy").getter(EdgeFunction::createdBy).setter(EdgeFunctionBuilder::createdBy))
            .addAttribute(String.class, a -> a.name("createdAt")
                    .getter(EdgeFunction::createdAt)
                    .setter(EdgeFunctionBuilder::createdAt)
                    .tags(StaticAttributeTags.secondarySortKey(STATUS_INDEX)))
            .addAttribute(
                    String.class,
                    a -> a.name("updatedAt").getter(EdgeFunction::updatedAt).setter(EdgeFunctionBuilder::updatedAt))
            .addAttribute(
                    Long.class,
                    a -> a.name("version").getter(EdgeFunction::version).setter(EdgeFunctionBuilder::version))
            .build();

    private final Table<EdgeFunction> table;

    /** The repository of a function that has the table's name in its environment. */
    public DynamoEdgeFunctionRepository(ExecutionEnvironment environment) {
        this.table = new Table<>(
                environment, environment.env().require(EnvironmentVariable.LAMBDA_EDGE_FUNCTIONS_TABLE), SCHEMA);
    }

    @Override
    public boolean create(EdgeFunction function) {
        return table.create(function);
    }

    @Override
    public Optional<EdgeFunction> find(String functionId) {
        return table.get(key(functionId));
    }

    @Override
    public Optional<EdgeFunction> save(EdgeFunction changed) {
        EdgeFunction next = changed.toBuilder().version(changed.version() + 1).build();
        return table.updateIf(next, isStill(changed.version())) ? Optional.of(next) : Optional.empty();
    }

    @Override
    public boolean remove(EdgeFunction function) {
        return table.deleteIf(key(function.functionId()), isStill(function.version()));
    }

    @Override
    public Page<EdgeFunction> list(PageRequest page) {
        return table.scan(page, IN_LISTS);
    }

    @Override
    public List<String> idsWith(EdgeFunctionStatus status) {
        Key partition = Key.builder().partitionValue(status.wire()).build();
        return table.allOfIndex(STATUS_INDEX, partition, IN_LISTS).stream()
                .map(EdgeFunction::functionId)
                .toList();
    }

    private static Key key(String functionId) {
        return Key.builder().partitionValue(functionId).build();
    }

    /** Records of the older system carry no version: they count as version 1. */
    private static Expression isStill(long version) {
        String unchanged =
                version == 1 ? "(#version = :version OR attribute_not_exists(#version))" : "#version = :version";
        return Expression.builder()
                .expression("attribute_exists(#id) AND " + unchanged)
                .putExpressionName("#id", "functionId")
                .putExpressionName("#version", "version")
                .putExpressionValue(":version", AttributeValue.fromN(String.valueOf(version)))
                .build();
    }
}
