// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class CrashSweepTest {

    @Test
    void killsTheCallerBeforeAndAfterEveryCall() {
        int crashes = CrashSweep.of(CrashSweepTest::putBoth)
                .given(CrashSweepTest::createTable)
                .then(twin -> {
                    putBoth(twin);
                    assertThat(ids(twin)).isEqualTo(2);
                });

        assertThat(crashes).isEqualTo(4);
    }

    @Test
    void namesTheCrashThatIsNotSurvivedAndHowToReplayIt() {
        CrashSweep sweep = CrashSweep.of(CrashSweepTest::putBoth).given(CrashSweepTest::createTable);

        assertThatThrownBy(() -> sweep.then(twin -> assertThat(ids(twin)).isNotEqualTo(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 of 4 crashes")
                .hasMessageContaining(
                        "after call 2 dynamodb:PutItem: crash (or before the next call, dynamodb:PutItem): ")
                .hasMessageContaining("replay(\"seed=1; *:* call=1 after crash\")");
    }

    @Test
    void diesOnceWhereNothingHappensBetweenTwoCallsAndTwiceWhereTimePasses() {
        AtomicInteger runs = new AtomicInteger();

        int crashes = CrashSweep.of(twin -> {
                    putBoth(twin);
                    twin.clock().advance(Duration.ofSeconds(1));
                    putBoth(twin);
                })
                .given(CrashSweepTest::createTable)
                .then(twin -> runs.incrementAndGet());

        assertThat(crashes).isEqualTo(8);
        assertThat(runs)
                .as("unharmed, before the first, after each of four, before the third")
                .hasValue(7);
    }

    @Test
    void toDieAfterReadingIsToHaveDiedBefore() {
        AtomicInteger runs = new AtomicInteger();

        int crashes = CrashSweep.of(twin -> {
                    ids(twin);
                    putBoth(twin);
                    ids(twin);
                    twin.clock().advance(Duration.ofSeconds(1));
                    ids(twin);
                })
                .given(CrashSweepTest::createTable)
                .then(twin -> runs.incrementAndGet());

        assertThat(crashes).isEqualTo(10);
        assertThat(runs)
                .as("unharmed, before the first, after each write, and before the last, for time has passed")
                .hasValue(5);
    }

    @Test
    void theLineItPrintsReplaysTheCrash() {
        try (Twin twin = Twin.start()) {
            createTable(twin);
            twin.faults().replay("seed=1; *:* call=1 after crash");

            assertThatThrownBy(() -> putBoth(twin)).hasMessageContaining("dynamodb:PutItem");
            assertThat(ids(twin)).isEqualTo(1);
        }
    }

    @Test
    void survivesAScenarioThatRunsElsewhereAndWrapsTheCrash() {
        int crashes = CrashSweep.of(
                        twin -> CompletableFuture.runAsync(() -> putBoth(twin)).get())
                .given(CrashSweepTest::createTable)
                .onlyAt("dynamodb", "PutItem")
                .then(twin -> assertThat(ids(twin)).isBetween(0, 2));

        assertThat(crashes).isEqualTo(4);
    }

    private static void createTable(Twin twin) {
        try (DynamoDbClient client = client(twin)) {
            client.createTable(b -> b.tableName("things")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
        }
    }

    private static void putBoth(Twin twin) {
        try (DynamoDbClient client = client(twin)) {
            client.putItem(b -> b.tableName("things").item(Map.of("id", AttributeValue.fromS("a"))));
            client.putItem(b -> b.tableName("things").item(Map.of("id", AttributeValue.fromS("b"))));
        }
    }

    private static int ids(Twin twin) {
        try (DynamoDbClient client = client(twin)) {
            return client.scan(b -> b.tableName("things")).count();
        }
    }

    private static DynamoDbClient client(Twin twin) {
        return DynamoDbClient.builder()
                .httpClient(twin.httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
