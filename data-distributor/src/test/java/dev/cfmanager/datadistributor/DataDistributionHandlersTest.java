// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.common.testing.TestEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class DataDistributionHandlersTest {
    private Twin twin;
    private TestEnvironment test;

    @BeforeEach
    void start() {
        twin = Twin.start();
        test = TestEnvironment.on(twin)
                .withTable(EnvironmentVariable.DATA_DISTRIBUTIONS_TABLE, Row.SCHEMA)
                .with(EnvironmentVariable.DATA_SOURCE_BUCKET, "fetched")
                .with(EnvironmentVariable.DISTRIBUTION_BUCKET, "site")
                .with(EnvironmentVariable.DATA_FILES, "regions.json");
        S3Client s3 = test.aws().s3("us-east-1");
        s3.createBucket(create -> create.bucket("fetched"));
        s3.createBucket(create -> create.bucket("site"));
        s3.putObject(put -> put.bucket("fetched").key("regions.json"), RequestBody.fromString("[1]"));
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void runsOnRequestAndShowsTheRunAfterwards() {
        GatewayAnswer created = post("");

        String id = created.data().path("dataDistribution").path("id").asText();
        assertThat(created.status()).isEqualTo(201);
        assertThat(id).startsWith("run-2026");
        assertThat(created.data().path("dataDistribution").path("user").asText())
                .isEqualTo("user@example.com");
        GatewayAnswer read = GatewayCall.of("GET", "/data-distributions/{id}")
                .path("id", id)
                .as("ReadOnly")
                .to(new GetDataDistributionHandler(test.environment()));
        assertThat(Json.canonical(read.data())).isEqualTo(Json.canonical(created.data()));
    }

    @Test
    void listsRunsLatestFirstPageByPage() {
        for (int i = 0; i < 3; i++) {
            post("{\"force\":true}");
            twin.clock().advance(Duration.ofHours(24));
        }

        GatewayAnswer all = list("1000", "");
        GatewayAnswer first = list("2", "");
        GatewayAnswer rest = list("2", first.data().path("nextToken").asText());

        assertThat(all.data().path("count").asInt()).isEqualTo(3);
        assertThat(all.data().path("dataDistributions").get(0).path("startedAt").asText())
                .startsWith("2026-01-03");
        assertThat(first.data().path("dataDistributions")).hasSize(2);
        assertThat(rest.data().path("dataDistributions")).hasSize(1);
    }

    @Test
    void answers200WhenThereWasNothingToRun() {
        test.with(EnvironmentVariable.DISTRIBUTION_BUCKET, "");

        GatewayAnswer skipped = post("");

        assertThat(skipped.status()).isEqualTo(200);
        assertThat(skipped.data().path("dataDistribution").path("skipped").asBoolean())
                .isTrue();
    }

    @Test
    void refusesUnfitOptionsAndReaders() {
        assertThat(post("{\"minSizePercent\":101,\"force\":\"yes\"}").body().path("errors"))
                .hasSize(2);
        assertThat(GatewayCall.of("POST", "/data-distributions")
                        .as("ReadOnly")
                        .to(new CreateDataDistributionHandler(test.environment()))
                        .status())
                .isEqualTo(403);
        assertThat(GatewayCall.of("GET", "/data-distributions/{id}")
                        .path("id", "run-x")
                        .to(new GetDataDistributionHandler(test.environment()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void publishesOnScheduleAndWhenOneOfItsFilesWasWritten() throws Exception {
        assertThat(invoke("{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\"}")
                        .path("trigger")
                        .asText())
                .isEqualTo("schedule");
        assertThat(invoke(wrote("regions.json")).path("trigger").asText()).isEqualTo("source-event");
        assertThat(invoke(wrote("history/2025.json")).path("skipped").asBoolean())
                .isTrue();
    }

    private static String wrote(String key) {
        return "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\"fetched\"},"
                + "\"object\":{\"key\":\"" + key + "\"}}}";
    }

    private JsonNode invoke(String event) throws IOException {
        RequestStreamHandler handler = new DistributeDataHandler(test.environment());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, PrimingContext.INSTANCE);
        return Json.parseOwn(out.toString(StandardCharsets.UTF_8));
    }

    private GatewayAnswer post(String body) {
        return GatewayCall.of("POST", "/data-distributions")
                .body(body)
                .to(new CreateDataDistributionHandler(test.environment()));
    }

    private GatewayAnswer list(String limit, String token) {
        return GatewayCall.of("GET", "/data-distributions")
                .query("limit", limit)
                .query("nextToken", token)
                .to(new ListDataDistributionsHandler(test.environment()));
    }
}
