// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.stack;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.TemplateException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** {@code AWS::DynamoDB::Table}: keys, indexes and time to live. */
final class Tables implements ResourceType {
    private final DynamoDbClient dynamoDb;
    private final StackIdentity stack;

    Tables(DynamoDbClient dynamoDb, StackIdentity stack) {
        this.dynamoDb = dynamoDb;
        this.stack = stack;
    }

    @Override
    public Made make(String logicalId, Properties properties) {
        CreateTableRequest wanted = request(logicalId, properties);
        try {
            check(
                    logicalId,
                    wanted,
                    dynamoDb.describeTable(table -> table.tableName(wanted.tableName()))
                            .table());
        } catch (ResourceNotFoundException absent) {
            dynamoDb.createTable(wanted);
            setTimeToLive(wanted.tableName(), properties.section("TimeToLiveSpecification"));
        }
        return new Made(wanted.tableName(), Map.of("Arn", stack.arn("dynamodb", "table/" + wanted.tableName())));
    }

    private CreateTableRequest request(String logicalId, Properties properties) {
        List<GlobalSecondaryIndex> indexes = properties.sections("GlobalSecondaryIndexes").stream()
                .map(Tables::index)
                .toList();
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(properties.optionalText("TableName").orElse(stack.name() + "-" + logicalId))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys(properties))
                .attributeDefinitions(properties.sections("AttributeDefinitions").stream()
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute.text("AttributeName"))
                                .attributeType(attribute.text("AttributeType"))
                                .build())
                        .toList());
        return indexes.isEmpty()
                ? request.build()
                : request.globalSecondaryIndexes(indexes).build();
    }

    private static GlobalSecondaryIndex index(Properties index) {
        Properties projection = index.section("Projection");
        Projection.Builder projected = Projection.builder().projectionType(projection.text("ProjectionType"));
        if (projection.has("NonKeyAttributes")) {
            projected.nonKeyAttributes(projection.texts("NonKeyAttributes"));
        }
        return GlobalSecondaryIndex.builder()
                .indexName(index.text("IndexName"))
                .keySchema(keys(index))
                .projection(projected.build())
                .build();
    }

    private static List<KeySchemaElement> keys(Properties properties) {
        return properties.sections("KeySchema").stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.text("AttributeName"))
                        .keyType(key.text("KeyType"))
                        .build())
                .toList();
    }

    private void setTimeToLive(String table, Properties timeToLive) {
        if (timeToLive.flag("Enabled", false)) {
            dynamoDb.updateTimeToLive(
                    request -> request.tableName(table).timeToLiveSpecification(setting -> setting.enabled(true)
                            .attributeName(timeToLive.text("AttributeName"))));
        }
    }

    /** Data of an earlier template must not be read through other keys. */
    private static void check(String logicalId, CreateTableRequest wanted, TableDescription found) {
        Set<String> wantedIndexes = wanted.globalSecondaryIndexes().stream()
                .map(GlobalSecondaryIndex::indexName)
                .collect(Collectors.toSet());
        Set<String> foundIndexes = found.globalSecondaryIndexes().stream()
                .map(GlobalSecondaryIndexDescription::indexName)
                .collect(Collectors.toSet());
        if (!new HashSet<>(found.keySchema()).equals(new HashSet<>(wanted.keySchema()))
                || !foundIndexes.equals(wantedIndexes)) {
            throw new TemplateException(logicalId + ": the data folder holds a table of that name with other keys or "
                    + "indexes " + foundIndexes + "; use another data folder");
        }
    }
}
