// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The notes of the toy system: texts by id. */
final class ToyTable {
    private final DynamoDbClient dynamoDb;
    private final String table;

    ToyTable(ExecutionEnvironment environment) {
        this.dynamoDb = environment.aws().dynamoDb();
        this.table = environment.env().require(EnvironmentVariable.ORIGINS_TABLE);
    }

    void put(String id, String text) {
        dynamoDb.putItem(request ->
                request.tableName(table).item(Map.of("id", text(id), "author", text("toy"), "text", text(text))));
    }

    Optional<String> get(String id) {
        return Optional.ofNullable(
                        dynamoDb.getItem(request -> request.tableName(table).key(Map.of("id", text(id))))
                                .item()
                                .get("text"))
                .map(AttributeValue::s);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
