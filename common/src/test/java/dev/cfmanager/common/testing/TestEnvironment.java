// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.log.JsonLog;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * An execution environment on a twin: real SDK clients in memory, the twin's clock, seeded ids, log lines kept for
 * assertions, and waits that advance virtual time instead of sleeping. Variables and tables are added as a test needs
 * them; handlers made from {@link #environment()} see the variables set so far. What a handler calls is called in its
 * name, see {@link CallingFunction}.
 */
public final class TestEnvironment {
    /** What the clients of one twin cost to build is a fifth of a crash sweep; they keep no state of their own. */
    private static final Map<Twin, AwsClients> CLIENTS = Collections.synchronizedMap(new WeakHashMap<>());

    private static final int WRITES_PER_CALL = 25;

    private final Twin twin;
    private final AwsClients aws;
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final List<String> logLines = new CopyOnWriteArrayList<>();
    private final IdSource ids;

    private TestEnvironment(Twin twin) {
        this.twin = twin;
        this.aws = CLIENTS.computeIfAbsent(
                twin, account -> AwsClients.over(account.httpClient(), "us-east-1", CallingFunction::credentials));
        this.ids = IdSource.seeded(1);
        variables.put("CORS_ALLOWED_ORIGINS", "https://app.example.com");
    }

    /** An environment on that twin. */
    public static TestEnvironment on(Twin twin) {
        return new TestEnvironment(twin);
    }

    /** Sets a variable. */
    public TestEnvironment with(EnvironmentVariable name, String value) {
        variables.put(name.name(), value);
        return this;
    }

    /** Creates a table from its schema, with every index the schema names, and sets the variable to its name. */
    public <T> TestEnvironment withTable(EnvironmentVariable variable, TableSchema<T> schema) {
        String name = variable.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        DynamoDbEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .build()
                .table(name, schema)
                .createTable();
        return with(variable, name);
    }

    /** Puts many items into the table behind a variable, past all conditions, in as few calls as there can be. */
    public <T> TestEnvironment filled(EnvironmentVariable variable, TableSchema<T> schema, List<T> items) {
        String table = environment().env().require(variable);
        List<WriteRequest> writes = items.stream()
                .map(item -> schema.itemToMap(item, true))
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        for (int from = 0; from < writes.size(); from += WRITES_PER_CALL) {
            List<WriteRequest> some = writes.subList(from, Math.min(writes.size(), from + WRITES_PER_CALL));
            aws.dynamoDb().batchWriteItem(write -> write.requestItems(Map.of(table, some)));
        }
        return this;
    }

    /** Creates the table behind {@code Idempotency-Key} and sets its variable. */
    public TestEnvironment withIdempotency() {
        aws.dynamoDb().createTable(create -> create.tableName("idempotency")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("key")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("key")
                        .keyType(KeyType.HASH)
                        .build()));
        return with(EnvironmentVariable.IDEMPOTENCY_TABLE, "idempotency");
    }

    /** The environment as it stands. */
    public ExecutionEnvironment environment() {
        return new ExecutionEnvironment(
                Env.of(variables), aws, twin.clock(), ids, new JsonLog(this::keep), this::waitVirtually);
    }

    /** The twin behind it. */
    public Twin twin() {
        return twin;
    }

    /** Real SDK clients on the twin. */
    public AwsClients aws() {
        return aws;
    }

    /** The log lines written so far. */
    public List<String> logLines() {
        return logLines;
    }

    private void keep(String line) {
        Secrets.refuseInLog(line);
        logLines.add(line);
    }

    private void waitVirtually(Duration span) {
        twin.clock().advance(span);
    }
}
