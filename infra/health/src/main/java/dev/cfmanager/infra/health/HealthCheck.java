// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Asks what nothing works without: the table of distributions, by one read of a key that nobody has. */
final class HealthCheck {
    private static final Map<String, AttributeValue> NOBODY = Map.of("distributionId", AttributeValue.fromS("health"));

    private final ExecutionEnvironment environment;
    private final DynamoDbClient dynamoDb;
    private final String table;

    HealthCheck(ExecutionEnvironment environment) {
        this.environment = environment;
        this.dynamoDb = environment.aws().dynamoDb();
        this.table = environment.env().require(EnvironmentVariable.DISTRIBUTIONS_TABLE);
    }

    /**
     * How it is: {@code {"status": "ok", "database": "ok", "region", "time"}}; a {@code database} that does not answer is
     * the code of the failure, such as {@code THROTTLED}, and the status then {@code degraded}.
     */
    ObjectNode run() {
        String database = database();
        return Json.object()
                .put("status", database.equals("ok") ? "ok" : "degraded")
                .put("database", database)
                .put("region", environment.aws().stackRegion())
                .put("time", Json.time(environment.clock().instant()));
    }

    private String database() {
        try {
            AwsErrorRules.shared()
                    .call(() -> dynamoDb.getItem(get -> get.tableName(table).key(NOBODY)));
            return "ok";
        } catch (OperationException failure) {
            environment.log().warn("health", Map.of("failure", failure));
            return failure.kind().name();
        }
    }
}
