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
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

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
    void publishesOnScheduleAndWhenTheFetcherWrote() throws Exception {
        assertThat(invoke("{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\"}")
                        .path("trigger")
                        .asText())
                .isEqualTo("schedule");
        assertThat(invoke(wrote("regions.json")).path("trigger").asText()).isEqualTo("source-event");
    }

    @Test
    void theScheduleThatFinishesThingsTakesTheVersionsThatASetWasBegunWith() throws Exception {
        leaveASetHalfPublished();

        JsonNode run = invoke("{\"recover\":true}");

        assertThat(run.path("trigger").asText()).isEqualTo("recovery");
        assertThat(run.path("reason").asText()).contains("services.json").contains("finished");
        assertThat(live("services.json")).isEqualTo("[2,2]");
        assertThat(live("regions.json")).isEqualTo("[2,1]");
        assertThat(invoke("{\"recover\":true}").path("skipped").asBoolean()).isTrue();
    }

    @Test
    void movesReadersFromSetToSetOnScheduleAndOnRequestAndSaysWhich() throws Exception {
        try (DataStage stage = new DataStage()) {
            for (int night = 1; night <= 3; night++) {
                stage.write(night);
                JsonNode run = invoke(new DistributeDataHandler(stage.test().environment()), "{}");

                assertThat(run.path("setId").asText()).isEqualTo(stage.named()).isNotEmpty();
                stage.twin().clock().advance(Duration.ofDays(1));
            }

            GatewayAnswer answer = GatewayCall.of("POST", "/data-distributions")
                    .query("force", "true")
                    .to(new CreateDataDistributionHandler(stage.test().environment()));

            assertThat(answer.data().path("dataDistribution").path("setId").asText())
                    .isEqualTo(stage.named());
            assertThat(stage.stored()).hasSize(2);
            GatewayAnswer back = GatewayCall.of("POST", "/data-distributions")
                    .body("{\"rollback\":true}")
                    .to(new CreateDataDistributionHandler(stage.test().environment()));
            assertThat(back.status()).isEqualTo(201);
            assertThat(back.data().path("dataDistribution").path("setId").asText())
                    .isEqualTo(stage.named());
        }
    }

    @Test
    void goesBackOnlyWhereThereIsASetBeforeAndWithoutOtherOptions() {
        assertThat(post("{\"rollback\":true}").status()).isEqualTo(409);
        assertThat(post("{\"rollback\":true,\"force\":true}").status()).isEqualTo(400);
    }

    @Test
    void anAdministratorsRequestDoesSoToo() throws Exception {
        leaveASetHalfPublished();

        JsonNode run = post("").data().path("dataDistribution");

        assertThat(run.path("status").asText()).isEqualTo("published");
        assertThat(live("services.json")).isEqualTo("[2,2]");
        assertThat(list("10", "").data().path("dataDistributions"))
                .as("the set that is there now is not fit, which a run of its own says")
                .anyMatch(other -> other.path("status").asText().equals("failed"));
    }

    /** The first file of a set is live, the second one is not, and the fetcher has broken that one since. */
    private void leaveASetHalfPublished() throws IOException {
        S3Client s3 = test.aws().s3("us-east-1");
        test.with(EnvironmentVariable.DATA_FILES, "regions.json,services.json");
        s3.putBucketVersioning(put -> put.bucket("fetched")
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        write("regions.json", "[1,1]");
        write("services.json", "[1,2]");
        assertThat(invoke("{}").path("status").asText()).isEqualTo("published");
        write("regions.json", "[2,1]");
        write("services.json", "[2,2]");
        twin.faults().on("s3", "CopyObject").call(2).fail(403, "AccessDenied");
        assertThat(invoke("{}").path("status").asText()).isEqualTo("partial");
        twin.faults().clear();
        write("services.json", "[3,");
    }

    private void write(String file, String content) {
        test.aws().s3("us-east-1").putObject(put -> put.bucket("fetched").key(file), RequestBody.fromString(content));
    }

    private String live(String file) {
        return test.aws()
                .s3("us-east-1")
                .getObjectAsBytes(get -> get.bucket("site").key(file))
                .asUtf8String();
    }

    private static String wrote(String key) {
        return "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\"fetched\"},"
                + "\"object\":{\"key\":\"" + key + "\"}}}";
    }

    private JsonNode invoke(String event) throws IOException {
        return invoke(new DistributeDataHandler(test.environment()), event);
    }

    private static JsonNode invoke(RequestStreamHandler handler, String event) throws IOException {
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
