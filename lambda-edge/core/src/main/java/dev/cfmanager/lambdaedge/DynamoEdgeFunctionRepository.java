// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Attributes;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.dynamo.Table;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
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

    private static final Attributes<EdgeFunction, EdgeFunctionBuilder> ITEM =
            Attributes.of(EdgeFunction.class, EdgeFunctionBuilder.class);

    /** How a record is kept as an item: its attributes, key and index. */
    public static final TableSchema<EdgeFunction> SCHEMA = ITEM.schema(
                    EdgeFunctionBuilder::new, EdgeFunctionBuilder::build)
            .addAttribute(ITEM.text(
                    "functionId",
                    EdgeFunction::functionId,
                    EdgeFunctionBuilder::functionId,
                    StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(ITEM.text("functionName", EdgeFunction::functionName, EdgeFunctionBuilder::functionName))
            .addAttribute(ITEM.text("functionArn", EdgeFunction::functionArn, EdgeFunctionBuilder::functionArn))
            .addAttribute(ITEM.text("versionArn", EdgeFunction::versionArn, EdgeFunctionBuilder::versionArn))
            .addAttribute(ITEM.text("codeContent", EdgeFunction::codeContent, EdgeFunctionBuilder::codeContent))
            .addAttribute(
                    ITEM.json("origins", function -> function.policy().originsToJson(), EdgeFunctionBuilder::origins))
            .addAttribute(ITEM.json(
                    "regionMapping",
                    function -> function.policy().regionMappingToJson(),
                    EdgeFunctionBuilder::regionMapping))
            .addAttribute(ITEM.text("preset", function -> function.policy().preset(), EdgeFunctionBuilder::preset))
            .addAttribute(ITEM.text(
                    "status",
                    function -> function.status().wire(),
                    EdgeFunctionBuilder::status,
                    StaticAttributeTags.secondaryPartitionKey(STATUS_INDEX)))
            .addAttribute(
                    ITEM.text("distributionId", EdgeFunction::distributionId, EdgeFunctionBuilder::distributionId))
            .addAttribute(ITEM.text("errorMessage", EdgeFunction::errorMessage, EdgeFunctionBuilder::errorMessage))
            .addAttribute(ITEM.text("createdBy", EdgeFunction::createdBy, EdgeFunctionBuilder::createdBy))
            .addAttribute(ITEM.text(
                    "createdAt",
                    EdgeFunction::createdAt,
                    EdgeFunctionBuilder::createdAt,
                    StaticAttributeTags.secondarySortKey(STATUS_INDEX)))
            .addAttribute(ITEM.text("updatedAt", EdgeFunction::updatedAt, EdgeFunctionBuilder::updatedAt))
            .addAttribute(ITEM.number("version", EdgeFunction::version, EdgeFunctionBuilder::version))
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
