// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class TwinServerTest {

    @Test
    void servesRealClientsOverHttp() {
        try (Twin twin = Twin.start();
                TwinServer server = TwinServer.start(twin, 0);
                DynamoDbClient client = client(server)) {
            client.createTable(b -> b.tableName("things")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
            client.putItem(b -> b.tableName("things").item(Map.of("id", AttributeValue.fromS("é"))));

            assertThat(client.scan(b -> b.tableName("things")).items())
                    .containsExactly(Map.of("id", AttributeValue.fromS("é")));
            assertThat(twin.calls().count("dynamodb:PutItem")).isEqualTo(1);
        }
    }

    @Test
    void aLostAnswerIsABrokenConnection() {
        try (Twin twin = Twin.start();
                TwinServer server = TwinServer.start(twin, 0);
                DynamoDbClient client = client(server)) {
            twin.faults().on("dynamodb", "ListTables").loseConnection();

            assertThatThrownBy(client::listTables).isInstanceOf(SdkClientException.class);
        }
    }

    private static DynamoDbClient client(TwinServer server) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
