// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.cloudfront.CloudFrontClients;
import dev.cfmanager.awstwin.cloudfront.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.Tags;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Another process that writes to a twin on disk, and says after each write how far it got, until it is killed. */
final class Victim {
    static final String TABLE = "things";

    private static final String TAG = "written";

    private final Process process;
    private final BufferedReader said;

    private Victim(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Victim startIn(Path folder) throws IOException {
        return new Victim(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it has said that it wrote this much, or more. */
    int untilItWrote(int wanted) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            int wrote = Integer.parseInt(line);
            if (wrote >= wanted) {
                return wrote;
            }
        }
        throw new IOException("it died by itself, see its standard error");
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    static int itemsIn(Twin twin) {
        try (DynamoDbClient client = SdkClients.of(twin, DynamoDbClient.builder())) {
            return client.scan(b -> b.tableName(TABLE)).count();
        }
    }

    static int tagsIn(Twin twin) {
        try (CloudFrontClient client = CloudFrontClients.of(twin)) {
            return client.listTagsForResource(b -> b.resource(distribution(client))).tags().items().stream()
                    .filter(tag -> tag.key().equals(TAG))
                    .mapToInt(tag -> Integer.parseInt(tag.value()))
                    .findFirst()
                    .orElse(0);
        }
    }

    static void createTable(DynamoDbClient client) {
        client.createTable(b -> b.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
    }

    static void put(DynamoDbClient client, int number) {
        client.putItem(b -> b.tableName(TABLE).item(key(number)));
    }

    static void putBatch(DynamoDbClient client, int from, int to) {
        List<WriteRequest> writes = IntStream.range(from, to)
                .mapToObj(number -> WriteRequest.builder()
                        .putRequest(put -> put.item(key(number)))
                        .build())
                .toList();
        client.batchWriteItem(b -> b.requestItems(Map.of(TABLE, writes)));
    }

    static void get(DynamoDbClient client, int number) {
        client.getItem(b -> b.tableName(TABLE).key(key(number)));
    }

    private static Map<String, AttributeValue> key(int number) {
        return Map.of("id", AttributeValue.fromS("id" + number));
    }

    /** Writes for ever: an item, a tag and a second of time per round. */
    @SuppressWarnings("InfiniteLoopStatement")
    public static void main(String[] arguments) {
        Twin twin = Twin.builder().dataFolder(Path.of(arguments[0])).start();
        DynamoDbClient tables = SdkClients.of(twin, DynamoDbClient.builder());
        CloudFrontClient cloudFront = CloudFrontClients.of(twin);
        createTable(tables);
        cloudFront.createDistribution(
                b -> b.distributionConfig(Samples.bucketDistribution("one").build()));
        String distribution = distribution(cloudFront);
        for (int number = 1; ; number++) {
            put(tables, number);
            Tags tags = Tags.builder()
                    .items(Tag.builder().key(TAG).value(String.valueOf(number)).build())
                    .build();
            cloudFront.tagResource(b -> b.resource(distribution).tags(tags));
            twin.clock().advance(Duration.ofSeconds(1));
            System.out.println(number);
        }
    }

    private static String distribution(CloudFrontClient client) {
        return client.listDistributions().distributionList().items().get(0).arn();
    }
}
