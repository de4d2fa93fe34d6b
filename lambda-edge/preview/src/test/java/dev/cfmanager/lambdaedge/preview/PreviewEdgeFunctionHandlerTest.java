// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginSchema;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreviewEdgeFunctionHandlerTest {
    private static Twin twin;
    private static PreviewEdgeFunctionHandler handler;

    @BeforeAll
    static void start() {
        twin = Twin.start();
        TestEnvironment environment =
                TestEnvironment.on(twin).withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA);
        OriginRepository origins = new DynamoOriginRepository(environment.environment());
        origins.create(origin("origin-0000000a", "media-virginia", "us-east-1"));
        origins.create(origin("origin-0000000b", "media-tokyo", "ap-northeast-1"));
        handler = new PreviewEdgeFunctionHandler(environment.environment());
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @Test
    void showsTheCodeItsChecksumAndTheMappingByDomain() {
        GatewayAnswer answer = preview("""
                {"preset": "asia-us", "defaultOriginId": "origin-0000000a", "additionalOriginIds": ["origin-0000000b"]}""");

        JsonNode data = answer.data();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(data.path("codeContent").asText()).contains("exports.handler");
        assertThat(data.path("functionCode")).isEqualTo(data.path("codeContent"));
        assertThat(data.path("sha256").asText())
                .isEqualTo(Hashes.sha256(data.path("codeContent").asText()));
        assertThat(data.path("preset").toString())
                .isEqualTo(
                        "{\"id\":\"asia-us\",\"name\":\"Asia-Pacific + Americas\","
                                + "\"description\":\"2-origin setup: Asia-Pacific regions + Rest of world\",\"requiredOrigins\":2}");
        assertThat(data.path("regionMapping").path("ap-south-1").asText()).isEqualTo("origin1");
        assertThat(data.path("regionMapping").path("eu-west-1").asText()).isEqualTo("origin2");
        assertThat(data.path("resolvedMapping").path("ap-south-1").asText())
                .isEqualTo("media-tokyo.s3.ap-northeast-1.amazonaws.com");
        assertThat(data.path("resolvedMapping").path("eu-west-1").asText())
                .isEqualTo("media-virginia.s3.us-east-1.amazonaws.com");
        assertThat(data.path("metadata").toString())
                .isEqualTo("{\"totalRegions\":32,\"originsProvided\":2,\"originsRequired\":2}");
    }

    @Test
    void runsTheCodeForEveryRegionAndSamplePath() {
        GatewayAnswer answer = preview("""
                {"preset": "asia-us", "paths": ["/", "/video/a.mp4"],
                 "defaultOriginId": "origin-0000000a", "additionalOriginIds": ["origin-0000000b"]}""");

        JsonNode table = answer.data().path("truthTable");
        assertThat(table).hasSize(33 * 2);
        assertThat(row(table, "ap-northeast-2", "/video/a.mp4").toString())
                .isEqualTo("{\"region\":\"ap-northeast-2\",\"path\":\"/video/a.mp4\",\"originId\":\"origin-0000000b\","
                        + "\"domain\":\"media-tokyo.s3.ap-northeast-1.amazonaws.com\","
                        + "\"hostHeader\":\"media-tokyo.s3.ap-northeast-1.amazonaws.com\"}");
        assertThat(row(table, "eu-west-3", "/").path("originId").asText()).isEqualTo("origin-0000000a");
        assertThat(row(table, "null", "/").path("originId").asText()).isEqualTo("origin-0000000a");
        assertThat(table).noneMatch(row -> row.has("error"));
    }

    @Test
    void showsAMapOfTheCallersOwn() {
        GatewayAnswer answer = preview("""
                {"regionMapping": {"xx-moon-1": "origin1"},
                 "defaultOriginId": "origin-0000000a", "additionalOriginIds": ["origin-0000000b"]}""");

        assertThat(answer.data().path("preset").path("id").asText()).isEqualTo("custom");
        assertThat(row(answer.data().path("truthTable"), "xx-moon-1", "/")
                        .path("originId")
                        .asText())
                .isEqualTo("origin-0000000b");
    }

    @Test
    void refusesWhatCannotBeRoutedAndNamesEveryField() {
        GatewayAnswer answer = preview("""
                {"preset": "geographic", "paths": ["no-slash"], "defaultOriginId": "origin-ffffffff"}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.body().path("errors").toString())
                .contains("preset: must be one of: asia-us, global-three")
                .contains("paths[0]: must begin with a slash")
                .contains("defaultOriginId: there is no such origin")
                .contains("additionalOriginIds: must hold 1 to 3 origins");
    }

    @Test
    void servesWhoeverIsSignedIn() {
        String body = """
                {"preset": "asia-us", "defaultOriginId": "origin-0000000a", "additionalOriginIds": ["origin-0000000b"]}""";

        assertThat(call().as("ReadOnly").body(body).to(handler).status()).isEqualTo(200);
        assertThat(call().asNobody().body(body).to(handler).status()).isEqualTo(401);
    }

    private static GatewayAnswer preview(String body) {
        return call().body(body).to(handler);
    }

    private static GatewayCall call() {
        return GatewayCall.of("POST", "/lambda-edge/preview");
    }

    private static JsonNode row(JsonNode table, String region, String path) {
        return StreamSupport.stream(table.spliterator(), false)
                .filter(row -> row.path("region").asText().equals(region)
                        && row.path("path").asText().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static Origin origin(String id, String bucket, String region) {
        return Origin.builder()
                .id(id)
                .name(bucket)
                .bucketName(bucket)
                .region(region)
                .build();
    }
}
