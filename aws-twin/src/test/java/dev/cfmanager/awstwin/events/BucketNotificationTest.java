// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What a bucket tells a function (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html">event notifications</a>). */
class BucketNotificationTest {
    private final Twin twin = Twin.start();
    private final S3Client s3 = SdkClients.of(twin, S3Client.builder());
    private final List<JsonNode> received = new ArrayList<>();

    @BeforeEach
    void start() {
        s3.createBucket(b -> b.bucket("uploads"));
        s3.createBucket(b -> b.bucket("others"));
        twin.lambda().serve("indexer", invocation -> {
            received.add(Json.read(new String(invocation.payload(), StandardCharsets.UTF_8))
                    .at("/Records/0"));
            return new byte[0];
        });
    }

    @AfterEach
    void close() {
        s3.close();
        twin.close();
    }

    @Test
    void aMatchingObjectInvokesTheFunctionWithTheClock() {
        twin.bucketNotifications()
                .declare("index", "uploads", List.of("s3:ObjectCreated:*"), "in/", ".json", "indexer");
        put("uploads", "in/a b+ü.json");
        put("uploads", "in/a.txt");
        put("uploads", "out/a.json");
        put("others", "in/a.json");

        assertThat(received).as("asynchronous").isEmpty();
        twin.clock().runDue();
        assertThat(received).singleElement().satisfies(entry -> {
            assertThat(entry.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
            assertThat(entry.path("awsRegion").asText()).isEqualTo("us-east-1");
            assertThat(entry.at("/s3/configurationId").asText()).isEqualTo("index");
            assertThat(entry.at("/s3/bucket/arn").asText()).isEqualTo("arn:aws:s3:::uploads");
            assertThat(entry.at("/s3/object/key").asText()).isEqualTo("in/a+b%2B%C3%BC.json");
            assertThat(entry.at("/s3/object/size").asInt()).isEqualTo(5);
            assertThat(entry.at("/s3/object/eTag").asText()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        });
        assertThat(twin.calls().where(call -> call.name().equals("lambda:Invoke")))
                .singleElement()
                .satisfies(call -> assertThat(call.caller().identity()).isEqualTo(BucketNotifications.IDENTITY));
    }

    @Test
    void removalsAreEventsOfTheirOwn() {
        twin.bucketNotifications().declare("gone", "uploads", List.of("s3:ObjectRemoved:Delete"), "", "", "indexer");
        put("uploads", "a");
        s3.deleteObject(b -> b.bucket("uploads").key("a"));
        twin.clock().runDue();

        assertThat(received).singleElement().satisfies(entry -> {
            assertThat(entry.path("eventName").asText()).isEqualTo("ObjectRemoved:Delete");
            assertThat(entry.at("/s3/object").has("size")).isFalse();
        });
        twin.bucketNotifications().remove("gone");
        put("uploads", "a");
        s3.deleteObject(b -> b.bucket("uploads").key("a"));
        twin.clock().runDue();
        assertThat(received).hasSize(1);
    }

    @Test
    void refusesUnknownEventsAndOverlappingRules() {
        BucketNotifications notifications = twin.bucketNotifications();
        notifications.declare("one", "uploads", List.of("s3:ObjectCreated:*"), "in/", "", "indexer");

        assertThatThrownBy(() -> notifications.declare(
                        "two", "uploads", List.of("s3:ObjectCreated:Put"), "in/deep/", ".json", "indexer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlapping");
        assertThatThrownBy(
                        () -> notifications.declare("two", "uploads", List.of("s3:ObjectBorn"), "out/", "", "indexer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3:ObjectBorn");
        notifications.declare("two", "uploads", List.of("s3:ObjectCreated:*"), "out/", "", "indexer");
        notifications.declare("three", "uploads", List.of("s3:ObjectRemoved:*"), "in/", "", "indexer");
        notifications.declare("one", "uploads", List.of("s3:ObjectCreated:*"), "in/", ".json", "indexer");
    }

    private void put(String bucket, String key) {
        s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("hello"));
    }
}
