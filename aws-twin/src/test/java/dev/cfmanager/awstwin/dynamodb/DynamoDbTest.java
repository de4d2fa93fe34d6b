// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbTest {
    private static final String TABLE = "distributions";
    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/distributions";

    @Test
    void keepsItemsAndChecksConditions() {
        try (Twin twin = Twin.start();
                DynamoDbClient client = client(twin, Region.US_EAST_1)) {
            createTable(client);
            put(client, "a", "x".repeat(300_000));

            assertThat(client.getItem(b -> b.tableName(TABLE).key(Map.of("id", text("a"))))
                            .item())
                    .containsEntry("body", text("x".repeat(300_000)));
            assertThatThrownBy(() -> client.putItem(b -> b.tableName(TABLE)
                            .item(Map.of("id", text("a")))
                            .conditionExpression("attribute_not_exists(id)")))
                    .isInstanceOf(ConditionalCheckFailedException.class);
            assertThatThrownBy(() -> client.getItem(b -> b.tableName("absent").key(Map.of("id", text("a")))))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void carriesAnswersOfAMegabyte() {
        try (Twin twin = Twin.start();
                DynamoDbClient client = client(twin, Region.US_EAST_1)) {
            createTable(client);
            put(client, "a", "ü".repeat(150_000));
            put(client, "b", "ü".repeat(150_000));
            put(client, "c", "ü".repeat(150_000));

            assertThat(client.scan(b -> b.tableName(TABLE)).items()).hasSize(3);
        }
    }

    @Test
    void hasOneSetOfTablesWhateverTheRegionButNamesTheCallersRegion() {
        try (Twin twin = Twin.start();
                DynamoDbClient virginia = client(twin, Region.US_EAST_1);
                DynamoDbClient frankfurt = client(twin, Region.EU_CENTRAL_1)) {
            createTable(virginia);

            assertThat(frankfurt.listTables().tableNames()).containsExactly(TABLE);
            assertThat(frankfurt.describeTable(b -> b.tableName(TABLE)).table().tableArn())
                    .isEqualTo("arn:aws:dynamodb:eu-central-1:123456789012:table/distributions");
        }
    }

    @Test
    void twinsDoNotSeeEachOthersTables() {
        try (Twin one = Twin.start();
                Twin other = Twin.start();
                DynamoDbClient atOne = client(one, Region.US_EAST_1);
                DynamoDbClient atOther = client(other, Region.US_EAST_1)) {
            createTable(atOne);

            assertThat(atOther.listTables().tableNames()).isEmpty();
        }
        try (Twin later = Twin.start();
                DynamoDbClient atLater = client(later, Region.US_EAST_1)) {
            assertThat(atLater.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void keepsTablesInTheDataFolderOverARestart(@TempDir Path folder) {
        try (Twin twin = Twin.builder().dataFolder(folder).start();
                DynamoDbClient client = client(twin, Region.US_EAST_1)) {
            createTable(client);
            put(client, "a", "kept");
        }
        try (Twin twin = Twin.builder().dataFolder(folder).start();
                DynamoDbClient client = client(twin, Region.US_EAST_1)) {
            assertThat(client.getItem(b -> b.tableName(TABLE).key(Map.of("id", text("a"))))
                            .item())
                    .containsEntry("body", text("kept"));
        }
    }

    @Test
    void logsActionsAndResourcesAsIamKnowsThem() {
        try (Twin twin = Twin.start();
                DynamoDbClient client = client(twin, Region.US_EAST_1)) {
            createTable(client);
            twin.calls().reset();

            client.transactWriteItems(b -> b.transactItems(
                    item -> item.put(p -> p.tableName(TABLE).item(Map.of("id", text("a")))),
                    item -> item.conditionCheck(c -> c.tableName(TABLE)
                            .key(Map.of("id", text("b")))
                            .conditionExpression("attribute_not_exists(id)"))));
            client.query(QueryRequest.builder()
                    .tableName(TABLE)
                    .indexName("byName")
                    .keyConditionExpression("#name = :name")
                    .expressionAttributeNames(Map.of("#name", "name"))
                    .expressionAttributeValues(Map.of(":name", text("x")))
                    .build());
            client.batchGetItem(b -> b.requestItems(Map.of(
                    TABLE,
                    KeysAndAttributes.builder().keys(Map.of("id", text("a"))).build())));
            client.executeStatement(b -> b.statement("SELECT * FROM \"distributions\" WHERE id = 'a'"));
            client.listTables();

            List<Call> calls = twin.calls().all();
            assertThat(calls.get(0).iamActions())
                    .containsExactlyInAnyOrder("dynamodb:PutItem", "dynamodb:ConditionCheckItem");
            assertThat(calls.get(0).resources()).containsExactly(TABLE_ARN);
            assertThat(calls.get(1).iamActions()).containsExactly("dynamodb:Query");
            assertThat(calls.get(1).resources()).containsExactly(TABLE_ARN + "/index/byName");
            assertThat(calls.get(2).resources()).containsExactly(TABLE_ARN);
            assertThat(calls.get(3).iamActions()).containsExactly("dynamodb:PartiQLSelect");
            assertThat(calls.get(3).resources()).containsExactly(TABLE_ARN);
            assertThat(calls.get(4).resources()).containsExactly("*");
        }
    }

    private static DynamoDbClient client(Twin twin, Region region) {
        return DynamoDbClient.builder()
                .httpClient(twin.httpClient())
                .region(region)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("test-key_1", "secret")))
                .build();
    }

    private static void createTable(DynamoDbClient client) {
        client.createTable(b -> b.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        a -> a.attributeName("id").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("name").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                .globalSecondaryIndexes(i -> i.indexName("byName")
                        .keySchema(k -> k.attributeName("name").keyType(KeyType.HASH))
                        .projection(p -> p.projectionType(ProjectionType.ALL))));
    }

    private static void put(DynamoDbClient client, String id, String body) {
        client.putItem(b -> b.tableName(TABLE).item(Map.of("id", text(id), "body", text(body))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
