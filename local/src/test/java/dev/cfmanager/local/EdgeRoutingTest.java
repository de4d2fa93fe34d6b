// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.cloudfront.CloudFrontSettings;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Several origins behind one distribution of the real template, from the preview to viewers around the world. */
class EdgeRoutingTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");
    private static final String TOKYO = "ap-northeast-1";
    private static final String VIRGINIA = "us-east-1";
    private static final String FRANKFURT = "eu-central-1";
    private static final List<String> PLACES = List.of(TOKYO, VIRGINIA, FRANKFURT);

    /** One bucket has dots in its name, so that no code may cut the region out of a host. */
    private static final Map<String, String> BUCKETS = Map.of(
            TOKYO,
            "media.tokyo",
            VIRGINIA,
            "media-virginia",
            FRANKFURT,
            "media-frankfurt",
            "eu-west-1",
            "media-dublin");

    private static final Map<String, String> ORIGINS = new LinkedHashMap<>();

    private static final AwsCredentialsProvider OPERATOR =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("operator", "operator"));

    private static Twin twin;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        // Tokens are checked against real time, so virtual time begins there; nothing below depends on which day it is.
        // A new identity is known to S3 at once: functions here wait for it in real time, while virtual time stands
        // still.
        twin = Twin.builder()
                .startsAt(Instant.now())
                .cloudFront(CloudFrontSettings.standard().identityVisibility(Duration.ZERO))
                .start();
        system = LocalSystem.start(Settings.of(TEMPLATE, Map.of("AllowedOrigins", "https://app.example.com")), twin);
        BUCKETS.forEach((region, bucket) -> {
            ObjectNode body =
                    Json.object().put("name", bucket).put("bucketName", bucket).put("region", region);
            ORIGINS.put(region, call("POST", "/origins", body).at("/origin/id").asText());
            try (S3Client s3 = s3(region)) {
                s3.putObject(put -> put.bucket(bucket).key("where.txt"), RequestBody.fromString(bucket));
            }
        });
    }

    @AfterAll
    static void stop() {
        system.close();
        twin.close();
    }

    @Test
    void viewersInTokyoVirginiaAndFrankfurtGetTheObjectFromTheBucketThatThePreviewPromised() throws IOException {
        ObjectNode routing = routing(FRANKFURT, TOKYO, VIRGINIA).put("preset", "global-three");

        JsonNode preview = call("POST", "/lambda-edge/preview", routing);
        JsonNode made = deployed("Presets. All over the world", routing);

        for (String place : PLACES) {
            String promised = preview.path("resolvedMapping").path(place).asText();
            assertThat(promised).isEqualTo(BUCKETS.get(place) + ".s3." + place + ".amazonaws.com");
            assertThat(row(preview, place).path("hostHeader").asText()).isEqualTo(promised);
            TwinResponse seen = view(made, place);
            assertThat(seen.status()).as(place).isEqualTo(200);
            assertThat(seen.bodyText() + ".s3." + place + ".amazonaws.com").isEqualTo(promised);
        }
        assertThat(view(made, "xx-future-1").bodyText()).isEqualTo("media-frankfurt");
        assertThat(sha256OfWhatIsDeployed(made))
                .isEqualTo(preview.path("sha256").asText());
    }

    @Test
    void aMapOfTheCallersOwnSendsEachRegionWhereItSays() throws IOException {
        ObjectNode routing = routing(VIRGINIA, TOKYO, FRANKFURT);
        routing.putObject("regionMapping")
                .put(FRANKFURT, "origin1")
                .put(TOKYO, "origin2")
                .put("sa-east-1", "origin1")
                .put("xx-future-1", "origin2")
                .put("us-west-2", "default");

        JsonNode preview = call("POST", "/lambda-edge/preview", routing);
        JsonNode made = deployed("A map of its own", routing);

        Map<String, String> expected = Map.of(
                FRANKFURT,
                "media.tokyo",
                TOKYO,
                "media-frankfurt",
                "sa-east-1",
                "media.tokyo",
                "xx-future-1",
                "media-frankfurt",
                "us-west-2",
                "media-virginia",
                "ap-south-1",
                "media-virginia");
        expected.forEach((place, bucket) -> {
            assertThat(row(preview, place).path("domain").asText()).as(place).startsWith(bucket + ".s3.");
            assertThat(view(made, place).bodyText()).as(place).isEqualTo(bucket);
        });
        assertThat(sha256OfWhatIsDeployed(made))
                .isEqualTo(preview.path("sha256").asText());
    }

    @Test
    void onlyThePoliciesOfItsOwnBucketsLetItReadAndNothingElseDoes() {
        ObjectNode routing = routing(FRANKFURT, TOKYO, VIRGINIA).put("preset", "global-three");
        JsonNode made = deployed("Policies", routing);
        String oaiId = made.path("oaiId").asText();

        for (String place : PLACES) {
            assertThat(letsRead(place, oaiId)).as(place).isTrue();
            assertThat(past(place)).as("past the edge at " + place).isEqualTo(403);
        }
        assertThat(policy("eu-west-1")).as("a bucket outside").isEmpty();

        try (S3Client s3 = s3(TOKYO)) {
            String before = policy(TOKYO).orElseThrow();
            s3.deleteBucketPolicy(delete -> delete.bucket(BUCKETS.get(TOKYO)));
            assertThat(view(made, TOKYO).status()).isEqualTo(403);
            assertThat(view(made, FRANKFURT).status()).isEqualTo(200);
            s3.putBucketPolicy(put -> put.bucket(BUCKETS.get(TOKYO)).policy(before));
        }

        call("DELETE", "/distributions/" + made.path("id").asText(), Json.object());
        twin.clock().advance(Duration.ofMinutes(30));
        assertThat(PLACES).noneMatch(place -> letsRead(place, oaiId));
        assertThat(view(made, FRANKFURT).status()).isEqualTo(403);
    }

    @Test
    void whoeverWaitsSeesEveryStepWithItsStateAndTime() {
        ObjectNode body = Json.object().put("name", "Steps").put("isMultiOrigin", true);
        body.set("multiOriginConfig", routing(FRANKFURT, TOKYO, VIRGINIA).put("preset", "global-three"));

        JsonNode answer = call("POST", "/distributions", body);
        JsonNode begun = answer.path("distribution");

        assertThat(begun.path("status").asText()).isEqualTo("Creating");
        assertThat(answer.at("/lambdaEdgeFunction/preset").asText()).isEqualTo("global-three");
        JsonNode first = get(begun).path("steps");
        assertThat(first.at("/0/state").asText()).isEqualTo("done");
        Instant identity = Instant.parse(first.at("/0/at").asText());
        assertThat(first.at("/5/state").asText()).isEqualTo("pending");
        assertThat(first.at("/5/at").isMissingNode()).isTrue();

        twin.clock().advance(Duration.ofMinutes(15));

        JsonNode steps = get(begun).path("steps");
        assertThat(steps)
                .extracting(step -> step.path("name").asText())
                .containsExactly("identity", "function", "version", "distribution", "policies", "deployment");
        assertThat(steps)
                .allSatisfy(step -> assertThat(step.path("state").asText()).isEqualTo("done"));
        List<Instant> times = StreamSupport.stream(steps.spliterator(), false)
                .map(step -> Instant.parse(step.path("at").asText()))
                .toList();
        assertThat(times).isSorted().first().isEqualTo(identity);
        assertThat(Duration.between(times.get(3), times.get(5))).isGreaterThan(Duration.ofMinutes(1));
    }

    private static ObjectNode routing(String defaultPlace, String first, String second) {
        ObjectNode routing = Json.object().put("defaultOriginId", ORIGINS.get(defaultPlace));
        routing.putArray("additionalOriginIds").add(ORIGINS.get(first)).add(ORIGINS.get(second));
        return routing;
    }

    /** Creates the distribution and waits until the edge has it. */
    private static JsonNode deployed(String name, ObjectNode routing) {
        ObjectNode body = Json.object().put("name", name).put("isMultiOrigin", true);
        body.set("multiOriginConfig", routing);
        JsonNode begun = call("POST", "/distributions", body).path("distribution");
        twin.clock().advance(Duration.ofMinutes(15));
        JsonNode made = get(begun);
        assertThat(made.path("status").asText()).as(made.toString()).isEqualTo("Deployed");
        return made;
    }

    private static JsonNode get(JsonNode distribution) {
        return call("GET", "/distributions/" + distribution.path("id").asText(), Json.object())
                .path("distribution");
    }

    private static JsonNode row(JsonNode preview, String region) {
        return StreamSupport.stream(preview.path("truthTable").spliterator(), false)
                .filter(row -> row.path("region").asText().equals(region))
                .findFirst()
                .orElseThrow();
    }

    /** What a viewer near that region gets. */
    private static TwinResponse view(JsonNode distribution, String region) {
        String host = distribution.path("domainName").asText() + "." + region + ".localhost";
        return system.answer(new TwinRequest("GET", host, "/where.txt", Map.of(), Map.of(), new byte[0]))
                .orElseThrow();
    }

    /** What somebody without credentials gets from the bucket itself. */
    private static int past(String region) {
        try (S3Client anonymous = s3(region, AnonymousCredentialsProvider.create())) {
            anonymous.getObjectAsBytes(get -> get.bucket(BUCKETS.get(region)).key("where.txt"));
            return 200;
        } catch (S3Exception refused) {
            return refused.statusCode();
        }
    }

    private static String sha256OfWhatIsDeployed(JsonNode distribution) throws IOException {
        String arn = distribution
                .at("/config/DefaultCacheBehavior/LambdaFunctionAssociations/Items/0/LambdaFunctionARN")
                .asText();
        byte[] zip = twin.lambda().version(arn).orElseThrow().zip();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(entries.getNextEntry().getName()).isEqualTo("index.js");
            return Hashes.sha256(new String(entries.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Optional<String> policy(String region) {
        try (S3Client s3 = s3(region)) {
            return Optional.of(
                    s3.getBucketPolicy(get -> get.bucket(BUCKETS.get(region))).policy());
        } catch (S3Exception none) {
            assertThat(none.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucketPolicy");
            return Optional.empty();
        }
    }

    private static boolean letsRead(String region, String oaiId) {
        return policy(region).filter(policy -> policy.contains(oaiId)).isPresent();
    }

    private static JsonNode call(String method, String path, ObjectNode body) {
        String token = system.tokens().orElseThrow().idToken(Optional.of("Administrators"));
        TwinResponse answer = system.answer(new TwinRequest(
                        method,
                        "127.0.0.1",
                        "/api" + path,
                        Map.of(),
                        Map.of("Authorization", List.of("Bearer " + token)),
                        Json.write(body).getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        assertThat(answer.status()).as(answer.bodyText()).isBetween(200, 202);
        return Json.parseOwn(answer.bodyText()).path("data");
    }

    private static S3Client s3(String region) {
        return s3(region, OPERATOR);
    }

    private static S3Client s3(String region, AwsCredentialsProvider credentials) {
        return S3Client.builder()
                .region(Region.of(region))
                .httpClient(twin.httpClient())
                .credentialsProvider(credentials)
                .build();
    }
}
