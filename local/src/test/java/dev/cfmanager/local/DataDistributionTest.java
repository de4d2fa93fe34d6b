// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.samples.SampleWebsite;
import dev.cfmanager.local.template.Template;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The data distributor of the real template, from the fetcher's bucket to a viewer. */
class DataDistributionTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");

    private Twin twin;
    private LocalSystem system;
    private S3Client s3;
    private String domain;

    @BeforeEach
    void start() {
        // Tokens are checked against real time, so virtual time begins there; nothing below depends on which day it is.
        twin = Twin.builder().startsAt(Instant.now()).start();
        Map<String, String> parameters = SampleWebsite.addTo(
                twin,
                Template.read(TEMPLATE).parameterNames(),
                Map.of("AllowedOrigins", "https://app.example.com", "DataSourceEvents", "true"));
        system = LocalSystem.start(Settings.of(TEMPLATE, parameters), twin);
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("fetcher", "fetcher"));
        s3 = S3Client.builder()
                .region(Region.US_EAST_1)
                .httpClient(twin.httpClient())
                .credentialsProvider(credentials)
                .build();
        domain = CloudFrontClient.builder()
                .region(Region.AWS_GLOBAL)
                .httpClient(twin.httpClient())
                .credentialsProvider(credentials)
                .build()
                .getDistribution(get -> get.id(parameters.get("DataDistributionId")))
                .distribution()
                .domainName();
        twin.clock().advance(Duration.ofMinutes(15)); // until the edge has the distribution
    }

    @AfterEach
    void stop() {
        system.close();
        twin.close();
    }

    @Test
    void publishesTheSamplesToViewersOnceAndOnlyWhatChangesAfterwards() {
        JsonNode first = publish();
        TwinResponse seen = view("/data/regions.json");

        assertThat(first.path("status").asText()).isEqualTo("published");
        assertThat(first.path("successCount").asInt()).isEqualTo(3);
        String set = first.path("setId").asText();
        assertThat(view("/data/sets/" + set + "/regions.json").bodyText())
                .as("the sample website's switch is on")
                .isEqualTo(view("/data/regions.json").bodyText());
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.header("Cache-Control")).contains("public, max-age=300");
        assertThat(seen.header("Content-Type")).contains("application/json");
        assertThat(view("/data/regions.json").header("X-Cache")).contains("Hit from cloudfront");

        twin.calls().reset();
        assertThat(publish().path("unchangedCount").asInt()).isEqualTo(3);
        assertThat(twin.calls().count("s3:CopyObject")).isZero();
        assertThat(twin.calls().count("cloudfront:CreateInvalidation")).isZero();
    }

    @Test
    void makesItOneSetAgainByItselfWhenAFileCouldNotBeCopied() {
        publish();
        for (String file : List.of("complete-data.json", "regions.json", "services.json")) {
            view("/data/" + file);
        }
        twin.clock().advance(Duration.ofMinutes(1)); // runs are listed by their time
        twin.faults().on("s3", "CopyObject").fail(403, "AccessDenied");
        fetch("services.json", "{\"services\":[{\"code\":\"" + "new".repeat(100) + "\"}]}");
        fetchAgain("complete-data.json");
        twin.clock().runDue();
        twin.faults().clear();
        assertThat(list().get(0).path("status").asText()).isEqualTo("failed");
        assertThat(view("/data/services.json").bodyText()).doesNotContain("newnew");

        twin.clock().advance(Duration.ofMinutes(6));

        assertThat(list().get(0).path("trigger").asText()).isEqualTo("recovery");
        assertThat(list().get(0).path("successCount").asInt()).isEqualTo(1);
        assertThat(view("/data/services.json").bodyText()).contains("newnew");
    }

    @Test
    void publishesAsSoonAsTheFetcherHasWrittenItsLastFileAndTellsTheEdge() {
        publish();
        view("/data/services.json");
        twin.clock().advance(Duration.ofMinutes(1)); // runs are listed by their time
        twin.calls().reset();

        fetch("services.json", "{\"services\":[{\"code\":\"" + "new".repeat(100) + "\"}]}");
        twin.clock().runDue();
        assertThat(twin.calls().count("s3:HeadObject")).as("nobody looks yet").isZero();
        fetchAgain("complete-data.json");
        twin.clock().runDue();
        twin.clock().advance(Duration.ofMinutes(1));

        assertThat(twin.calls().count("s3:CopyObject"))
                .as("a set, and one path")
                .isEqualTo(4);
        assertThat(twin.calls().count("cloudfront:PublishFunction")).isEqualTo(1);
        assertThat(twin.calls().count("cloudfront:CreateInvalidation")).isEqualTo(1);
        assertThat(view("/data/services.json").bodyText()).contains("newnew");
        assertThat(list().get(0).path("trigger").asText()).isEqualTo("source-event");
    }

    @Test
    void changesNothingLiveWhenTheFetcherWroteHalfAFile() {
        publish();
        String before = view("/data/complete-data.json").bodyText();

        fetch("complete-data.json", before.substring(0, before.length() - 10));
        twin.clock().runDue();

        assertThat(publish().path("status").asText()).isEqualTo("failed");
        twin.clock().advance(Duration.ofHours(1));
        assertThat(view("/data/complete-data.json").bodyText()).isEqualTo(before);
    }

    private JsonNode publish() {
        return data("POST").path("dataDistribution");
    }

    private JsonNode list() {
        return data("GET").path("dataDistributions");
    }

    private JsonNode data(String method) {
        String token = system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
        TwinResponse answer = system.answer(new TwinRequest(
                        method,
                        "127.0.0.1",
                        "/api/data-distributions",
                        new LinkedHashMap<>(),
                        Map.of("Authorization", List.of("Bearer " + token)),
                        new byte[0]))
                .orElseThrow();
        assertThat(answer.status()).as(answer.bodyText()).isBetween(200, 201);
        return Json.parseOwn(answer.bodyText()).path("data");
    }

    private TwinResponse view(String path) {
        return system.answer(new TwinRequest("GET", domain, path, new LinkedHashMap<>(), Map.of(), new byte[0]))
                .orElseThrow();
    }

    /** The fetcher writes a file that says what it said before. */
    private void fetchAgain(String file) {
        fetch(
                file,
                s3.getObjectAsBytes(get -> get.bucket("sample-fetched-data").key("aws-data/" + file))
                        .asUtf8String());
    }

    private void fetch(String file, String content) {
        s3.putObject(
                put -> put.bucket("sample-fetched-data").key("aws-data/" + file),
                RequestBody.fromBytes(content.getBytes(StandardCharsets.UTF_8)));
    }
}
