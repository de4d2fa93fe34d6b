// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

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

    @Test
    void reachesBucketsByPathAndByHost() throws Exception {
        try (Twin twin = Twin.start();
                TwinServer server = TwinServer.start(twin, 0);
                S3Client s3 = S3Client.builder()
                        .endpointOverride(server.endpoint())
                        .forcePathStyle(true)
                        .httpClient(UrlConnectionHttpClient.create())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build()) {
            s3.createBucket(b -> b.bucket("media"));
            s3.putObject(b -> b.bucket("media").key("a b/ü+.txt"), RequestBody.fromString("hello"));

            assertThat(s3.getObjectAsBytes(b -> b.bucket("media").key("a b/ü+.txt"))
                            .asUtf8String())
                    .isEqualTo("hello");
            assertThat(s3.headObject(b -> b.bucket("media").key("a b/ü+.txt")).contentLength())
                    .isEqualTo(5);
            assertThat(statusOfAnonymousGet(server, "media.localhost")).contains(" 403 ");
            assertThat(statusOfAnonymousGet(server, "nobody.localhost")).contains(" 404 ");
        }
    }

    /** With a socket, because resolvers differ about names below localhost. */
    private static String statusOfAnonymousGet(TwinServer server, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request =
                    "GET /key HTTP/1.1\r\nHost: " + host + ":" + server.port() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
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
