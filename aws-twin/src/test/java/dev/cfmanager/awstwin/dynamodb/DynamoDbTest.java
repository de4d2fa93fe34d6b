// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import static dev.cfmanager.awstwin.conformance.Pages.DYNAMODB_API;
import static dev.cfmanager.awstwin.conformance.Pages.DYNAMODB_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.PERMISSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * DynamoDB as a store of records with versions uses it. The rules are AWS's own code's (DynamoDB Local); see the
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html">API reference</a>.
 */
@Conformance("dynamodb")
class DynamoDbTest {
    private final Aws aws;
    private final DynamoDbClient client;
    private final String table;

    DynamoDbTest(Aws aws) {
        this.aws = aws;
        this.client = aws.dynamoDb();
        this.table = aws.unique("distributions");
    }

    @BeforeEach
    void createTable() {
        createTable(client, table);
    }

    @Test
    @AwsPage(DYNAMODB_API + "PutItem.html")
    void keepsItemsAndChecksConditions() {
        put(client, table, "a", "first");

        assertThat(item("a")).containsEntry("body", text("first"));
        ConditionalCheckFailedException refused = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client.putItem(b -> b.tableName(table)
                        .item(Map.of("id", text("a")))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(refused.item()).containsEntry("body", text("first"));
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    @AwsPage(DYNAMODB_API + "UpdateItem.html")
    void countsVersionsUp() {
        put(client, table, "a", "first");

        for (int i = 0; i < 2; i++) {
            client.updateItem(b -> b.tableName(table)
                    .key(Map.of("id", text("a")))
                    .updateExpression("ADD version :one")
                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                    .returnValues(ReturnValue.ALL_NEW));
        }

        assertThat(item("a")).containsEntry("version", AttributeValue.fromN("2"));
    }

    @Test
    @AwsPage({DYNAMODB_API + "CreateTable.html", DYNAMODB_API + "DescribeTable.html"})
    void refusesTablesThatAreNotThereOrThereAlready() {
        assertThatThrownBy(() -> client.getItem(b -> b.tableName("absent").key(Map.of("id", text("a")))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> createTable(client, table)).isInstanceOf(ResourceInUseException.class);
    }

    /** An item is at most 400 KB. */
    @Test
    @AwsPage(DYNAMODB_GUIDE + "Constraints.html")
    void refusesAnItemOver400Kilobytes() {
        put(client, table, "large", "x".repeat(399 * 1024));

        assertThatThrownBy(() -> put(client, table, "larger", "x".repeat(400 * 1024)))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("size");
    }

    @Test
    @AwsPage(DYNAMODB_API + "Scan.html")
    void endsAPageAtAMegabyte() {
        List<String> ids = List.of("a", "b", "c", "d", "e", "f");
        for (String id : ids) {
            put(client, table, id, "ü".repeat(150_000));
        }

        ScanResponse page = client.scan(b -> b.tableName(table));
        assertThat(page.count()).isLessThan(ids.size());
        assertThat(page.lastEvaluatedKey()).isNotEmpty();
        assertThat(client.scanPaginator(b -> b.tableName(table)).items().stream()
                        .map(item -> item.get("id").s()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    @AwsPage(DYNAMODB_API + "Query.html")
    void queriesAnIndexPageByPageEachItemOnce() {
        for (int i = 0; i < 7; i++) {
            String id = "id" + i;
            client.putItem(b -> b.tableName(table).item(Map.of("id", text(id), "name", text("same"))));
        }

        List<String> ids = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        do {
            QueryResponse page = client.query(byName("same")
                    .limit(3)
                    .exclusiveStartKey(from.isEmpty() ? null : from)
                    .build());
            page.items().forEach(item -> ids.add(item.get("id").s()));
            from = page.lastEvaluatedKey();
        } while (!from.isEmpty());

        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    }

    /** All or nothing, with a reason per item. */
    @Test
    @AwsPage(DYNAMODB_API + "TransactWriteItems.html")
    void writesATransactionWhollyOrNotAtAll() {
        put(client, table, "taken", "first");

        TransactionCanceledException refused = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> client.transactWriteItems(b -> b.transactItems(
                        item -> item.put(p -> p.tableName(table).item(Map.of("id", text("new")))),
                        item -> item.put(p -> p.tableName(table)
                                .item(Map.of("id", text("taken")))
                                .conditionExpression("attribute_not_exists(id)")))));

        assertThat(refused.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed");
        assertThat(item("new")).isEmpty();
    }

    @Test
    @AwsPage(undocumented = "the twin's own: AWS keeps the tables of each region apart")
    void hasOneSetOfTablesWhateverTheRegionButNamesTheCallersRegion() {
        aws.twin();
        DynamoDbClient frankfurt = aws.client(DynamoDbClient.builder(), Region.EU_CENTRAL_1);

        assertThat(frankfurt.listTables().tableNames()).containsExactly(table);
        assertThat(frankfurt.describeTable(b -> b.tableName(table)).table().tableArn())
                .isEqualTo("arn:aws:dynamodb:eu-central-1:123456789012:table/" + table);
    }

    @Test
    @AwsPage(undocumented = "the twin's own: each twin is an account")
    void twinsDoNotSeeEachOthersTables() {
        assertThat(aws.with(twin -> twin).dynamoDb().listTables().tableNames()).isEmpty();
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    void keepsTablesInTheDataFolderOverARestart(@TempDir Path folder) {
        try (Aws before = aws.with(twin -> twin.dataFolder(folder))) {
            createTable(before.dynamoDb(), table);
            put(before.dynamoDb(), table, "a", "kept");
        }

        DynamoDbClient after = aws.with(twin -> twin.dataFolder(folder)).dynamoDb();
        assertThat(after.getItem(b -> b.tableName(table).key(Map.of("id", text("a"))))
                        .item())
                .containsEntry("body", text("kept"));
    }

    @Test
    @AwsPage({DYNAMODB_GUIDE + "Programming.Errors.html", DYNAMODB_GUIDE + "HowItWorks.ReadConsistency.html"})
    void throttlesAndReadsStaleWhenTheScriptSaysSo() {
        Twin twin = aws.twin();
        put(client, table, "a", "old");
        twin.faults().on("dynamodb", "GetItem").fromCall(2).stale();
        twin.faults().on("dynamodb", "ListTables").throttle(1);

        assertThat(item("a")).containsEntry("body", text("old"));
        put(client, table, "a", "new");
        assertThat(item("a")).containsEntry("body", text("old"));
        assertThat(client.getItem(b ->
                                b.tableName(table).key(Map.of("id", text("a"))).consistentRead(true))
                        .item())
                .containsEntry("body", text("new"));
        client.listTables();
        assertThatThrownBy(client::listTables)
                .isInstanceOfSatisfying(DynamoDbException.class, e -> assertThat(e.isThrottlingException())
                        .isTrue());
    }

    @Test
    @AwsPage(PERMISSIONS + "amazondynamodb.html")
    void logsActionsAndResourcesAsIamKnowsThem() {
        Twin twin = aws.twin();
        twin.calls().reset();

        client.transactWriteItems(b -> b.transactItems(
                item -> item.put(p -> p.tableName(table).item(Map.of("id", text("a")))),
                item -> item.conditionCheck(c -> c.tableName(table)
                        .key(Map.of("id", text("b")))
                        .conditionExpression("attribute_not_exists(id)"))));
        client.query(byName("x").build());
        client.batchGetItem(b -> b.requestItems(Map.of(
                table, KeysAndAttributes.builder().keys(Map.of("id", text("a"))).build())));
        client.executeStatement(b -> b.statement("SELECT * FROM \"distributions\" WHERE id = 'a'"));
        client.listTables();

        String arn = "arn:aws:dynamodb:us-east-1:123456789012:table/distributions";
        List<Call> calls = twin.calls().all();
        assertThat(calls.get(0).iamActions())
                .containsExactlyInAnyOrder("dynamodb:PutItem", "dynamodb:ConditionCheckItem");
        assertThat(calls.get(0).resources()).containsExactly(arn);
        assertThat(calls.get(1).iamActions()).containsExactly("dynamodb:Query");
        assertThat(calls.get(1).resources()).containsExactly(arn + "/index/byName");
        assertThat(calls.get(2).resources()).containsExactly(arn);
        assertThat(calls.get(3).iamActions()).containsExactly("dynamodb:PartiQLSelect");
        assertThat(calls.get(3).resources()).containsExactly(arn);
        assertThat(calls.get(4).resources()).containsExactly("*");
    }

    private Map<String, AttributeValue> item(String id) {
        return client.getItem(b -> b.tableName(table).key(Map.of("id", text(id))))
                .item();
    }

    private QueryRequest.Builder byName(String name) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName("byName")
                .keyConditionExpression("#name = :name")
                .expressionAttributeNames(Map.of("#name", "name"))
                .expressionAttributeValues(Map.of(":name", text(name)));
    }

    private static void createTable(DynamoDbClient at, String table) {
        at.createTable(b -> b.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        a -> a.attributeName("id").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("name").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                .globalSecondaryIndexes(i -> i.indexName("byName")
                        .keySchema(k -> k.attributeName("name").keyType(KeyType.HASH))
                        .projection(p -> p.projectionType(ProjectionType.ALL))));
    }

    private static void put(DynamoDbClient at, String table, String id, String body) {
        at.putItem(b -> b.tableName(table).item(Map.of("id", text(id), "body", text(body))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
