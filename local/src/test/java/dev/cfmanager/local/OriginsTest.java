// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.sam.PolicyStatement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The real template's origins as the browser client uses them to the letter, and what viewers then get at the edge. */
class OriginsTest {
    private static final String CORS = "{\"CORSRules\":[{\"AllowedOrigins\":[\"https://shop.example.com\"],"
            + "\"AllowedMethods\":[\"GET\",\"HEAD\"],\"AllowedHeaders\":[\"*\"],\"MaxAgeSeconds\":3000}]}";

    private static Twin twin;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        twin = Twin.builder().startsAt(Instant.now()).start(); // tokens are checked against real time
        system = LocalSystem.start(
                Settings.of(Path.of("..", "template.yaml"), Map.of("AllowedOrigins", "https://app.example.com")), twin);
    }

    @AfterAll
    static void stop() {
        system.close();
        twin.close();
    }

    /** What the client sends and which members it reads, from the form to the confirmation of the deletion. */
    @Test
    void servesTheBrowserClientFromFormToDeletion() {
        JsonNode created = call(
                        201,
                        "POST",
                        "/origins",
                        "{\"name\":\"Shop\",\"bucketName\":\"shop-of-the-client\",\"region\":\"ap-northeast-2\","
                                + "\"isWebsiteEnabled\":true,\"websiteConfiguration\":{\"IndexDocument\":{\"Suffix\":\"index.html\"},"
                                + "\"ErrorDocument\":{\"Key\":\"error.html\"}},\"corsConfiguration\":" + CORS + "}")
                .at("/data/origin");
        String id = created.path("id").asText();

        JsonNode listed = call(200, "GET", "/origins", "").at("/data/origins");
        JsonNode shown = call(200, "GET", "/origins/" + id, "").at("/data/origin");
        assertThat(id).matches("origin-[0-9a-f]{8}");
        for (JsonNode origin : List.of(created, listed.get(0), shown)) {
            assertThat(origin.path("id").asText()).isEqualTo(id);
            assertThat(origin.path("originId").asText()).isEqualTo(id);
            assertThat(origin.path("name").asText()).isEqualTo("Shop");
            assertThat(origin.path("bucketName").asText()).isEqualTo("shop-of-the-client");
            assertThat(origin.path("region").asText()).isEqualTo("ap-northeast-2");
            assertThat(origin.path("kind").asText()).isEqualTo("s3");
            assertThat(origin.path("isWebsiteEnabled").isBoolean()).isTrue();
            assertThat(origin.at("/websiteConfiguration/IndexDocument/Suffix").asText())
                    .isEqualTo("index.html");
            assertThat(origin.at("/websiteConfiguration/ErrorDocument/Key").asText())
                    .isEqualTo("error.html");
            assertThat(origin.at("/corsConfiguration/CORSRules/0/AllowedOrigins/0")
                            .asText())
                    .isEqualTo("https://shop.example.com");
            assertThat(origin.at("/corsConfiguration/CORSRules/0/AllowedMethods/1")
                            .asText())
                    .isEqualTo("HEAD");
            assertThat(origin.path("oacId").asText()).startsWith("E");
            assertThat(origin.path("distributionArns").isArray()).isTrue();
            assertThat(origin.path("createdBy").asText()).isNotBlank();
            assertThat(origin.path("createdAt").asText())
                    .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
        }

        JsonNode changed = call(
                        200,
                        "PUT",
                        "/origins/" + id,
                        "{\"name\":\"Shop 2\",\"isWebsiteEnabled\":false,\"websiteConfiguration\":null,"
                                + "\"corsConfiguration\":null}")
                .at("/data/origin");
        assertThat(changed.path("name").asText()).isEqualTo("Shop 2");
        assertThat(changed.path("websiteConfiguration").isNull()).isTrue();
        assertThat(changed.path("corsConfiguration").isNull()).isTrue();

        s3("ap-northeast-2")
                .putObject(put -> put.bucket("shop-of-the-client").key("a"), RequestBody.fromString("content"));
        JsonNode deleted = call(200, "DELETE", "/origins/" + id, "");
        assertThat(deleted.path("success").asBoolean()).isTrue();
        assertThat(deleted.at("/data/originId").asText()).isEqualTo(id);
        assertThat(deleted.at("/data/cleanupResults/bucketDeleted").asBoolean()).isTrue();
        assertThat(call(404, "GET", "/origins/" + id, "").path("message").asText())
                .contains(id);
        assertEveryCallIsPermitted();
    }

    @Test
    void servesAWebsiteFromAPrivateBucketWithIndexFoldersAndErrorPage() {
        String host = website("docs-site", "error.html");

        assertThat(view(host, "/")).isEqualTo("200 page index.html");
        assertThat(view(host, "/docs/")).isEqualTo("200 page docs/index.html");
        assertThat(view(host, "/docs/index.html")).isEqualTo("200 page docs/index.html");
        assertThat(view(host, "/nowhere/")).isEqualTo("404 page error.html");
        assertThat(view(host, "/nowhere.html")).isEqualTo("404 page error.html");
        assertThatThrownBy(() -> s3("eu-central-1", AnonymousCredentialsProvider.create())
                        .getObject(get -> get.bucket("docs-site").key("index.html")))
                .isInstanceOfSatisfying(S3Exception.class, refusal -> assertThat(refusal.statusCode())
                        .isEqualTo(403));
    }

    @Test
    void answersEveryPathOfASinglePageApplicationWithItsPage() {
        String host = website("single-page", "index.html");

        assertThat(view(host, "/")).isEqualTo("200 page index.html");
        assertThat(view(host, "/orders/17")).isEqualTo("200 page index.html");
        assertThat(view(host, "/error.html")).isEqualTo("200 page error.html");
    }

    @Test
    void tellsViewersThatAnObjectIsMissingWhereTheOriginSaysSo() {
        String host = website("missing", null);
        String origin = "/origins/" + originOf("missing").path("id").asText();
        assertThat(view(host, "/nowhere")).startsWith("403");

        call(200, "PUT", origin, "{\"missingObjects\":\"404\"}");
        assertThat(view(host, "/nowhere-else")).startsWith("404");
        assertThat(view(host, "/index.html")).isEqualTo("200 page index.html");

        call(200, "PUT", origin, "{\"missingObjects\":\"403\"}");
        assertThat(view(host, "/nowhere-at-all")).startsWith("403");
        assertThat(view(host, "/docs/index.html")).isEqualTo("200 page docs/index.html");
    }

    /** An origin in use cannot be deleted; once its distribution is gone, it can. */
    @Test
    void deletesAnOriginOnlyAfterItsDistribution() {
        String host = website("in-use", "error.html");
        JsonNode origin = originOf("in-use");
        String id = origin.path("id").asText();

        JsonNode refused = call(409, "DELETE", "/origins/" + id, "");

        assertThat(refused.path("success").asBoolean(true)).isFalse();
        assertThat(refused.path("message").asText()).contains("in-use site");
        assertThat(refused.path("error").asText()).contains("in-use site");
        assertThat(refused.at("/details/usingDistributions/0/name").asText()).isEqualTo("in-use site");
        assertThat(view(host, "/")).isEqualTo("200 page index.html");
        String distribution =
                refused.at("/details/usingDistributions/0/distributionId").asText();
        call(202, "DELETE", "/distributions/" + distribution, "");
        call(409, "DELETE", "/origins/" + id, "");
        twin.clock().advance(Duration.ofHours(1));
        call(200, "DELETE", "/origins/" + id, "");
        assertThat(originOf("in-use").isMissingNode()).isTrue();
        assertEveryCallIsPermitted();
    }

    private static JsonNode originOf(String bucket) {
        for (JsonNode origin : call(200, "GET", "/origins", "").at("/data/origins")) {
            if (origin.path("bucketName").asText().equals(bucket)) {
                return origin;
            }
        }
        return Json.object().path("none");
    }

    /**
     * Three pages and a distribution in front, as the client makes them; gives the distribution's host.
     *
     * @param error the error document; null for a bucket that is no website
     */
    private static String website(String bucket, @Nullable String error) {
        String website = error == null
                ? "\"isWebsiteEnabled\":false,\"websiteConfiguration\":null"
                : "\"isWebsiteEnabled\":true,\"websiteConfiguration\":{\"IndexDocument\":{\"Suffix\":\"index.html\"},"
                        + "\"ErrorDocument\":{\"Key\":\"" + error + "\"}}";
        String origin = call(
                        201,
                        "POST",
                        "/origins",
                        "{\"name\":\"" + bucket + "\",\"bucketName\":\"" + bucket + "\",\"region\":\"eu-central-1\","
                                + website + ",\"corsConfiguration\":null}")
                .at("/data/origin/id")
                .asText();
        for (String key : List.of("index.html", "docs/index.html", "error.html")) {
            s3("eu-central-1").putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("page " + key));
        }
        JsonNode distribution = call(
                        201,
                        "POST",
                        "/distributions",
                        "{\"name\":\"" + bucket
                                + " site\",\"type\":\"Standard\",\"config\":{\"Comment\":\"\",\"Enabled\":true,"
                                + "\"Origins\":{\"Quantity\":1,\"Items\":[{\"Id\":\"" + origin + "\",\"DomainName\":\""
                                + bucket
                                + ".s3.amazonaws.com\",\"OriginPath\":\"\",\"S3OriginConfig\":{\"OriginAccessIdentity\":\"\"}}]},"
                                + "\"DefaultCacheBehavior\":{\"TargetOriginId\":\"" + origin
                                + "\",\"ViewerProtocolPolicy\":\"allow-all\",\"AllowedMethods\":{\"Quantity\":2,\"Items\":"
                                + "[\"GET\",\"HEAD\"],\"CachedMethods\":{\"Quantity\":2,\"Items\":[\"GET\",\"HEAD\"]}},"
                                + "\"CachePolicyId\":\"658327ea-f89d-4fab-a63d-7e88639e58f6\",\"Compress\":true},"
                                + "\"PriceClass\":\"PriceClass_100\",\"ViewerCertificate\":{\"CloudFrontDefaultCertificate\":true,"
                                + "\"MinimumProtocolVersion\":\"TLSv1.2_2021\"}},\"certificateArn\":\"\",\"customDomains\":\"\","
                                + "\"viewerProtocol\":\"allow-all\",\"minTlsVersion\":\"TLSv1.2_2021\"}")
                .at("/data/distribution");
        twin.clock().advance(Duration.ofMinutes(20));
        return distribution.path("domainName").asText();
    }

    private static String view(String host, String path) {
        TwinResponse answer = twin.edge().handle(new TwinRequest("GET", host, path, Map.of(), Map.of(), new byte[0]));
        return answer.status() + " " + answer.bodyText();
    }

    private static JsonNode call(int status, String method, String path, String body) {
        TwinResponse response = system.answer(new TwinRequest(
                        method,
                        "localhost:8080",
                        "/api" + path,
                        Map.of(),
                        Map.of(
                                "Authorization",
                                List.of("Bearer "
                                        + system.tokens().orElseThrow().idToken(Optional.of("Administrators"))),
                                "Content-Type",
                                List.of("application/json"),
                                "Origin",
                                List.of("https://app.example.com")),
                        body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        assertThat(response.status()).as(response.bodyText()).isEqualTo(status);
        return Json.parseOwn(response.bodyText());
    }

    /** Every AWS call that a function of the origins made is one that the template lets it make. */
    private static void assertEveryCallIsPermitted() {
        List<Call> calls = twin.calls()
                .where(call -> system.functions().containsKey(call.caller().identity())
                        && call.caller().identity().contains("Origin")
                        && !call.operation().startsWith("Create")); // what is being made has no name to compare yet
        assertThat(calls).isNotEmpty().allSatisfy(call -> call.iamActions()
                .forEach(action -> assertThat(call.resources())
                        .as("%s of %s", action, call.caller().identity())
                        .allMatch(resource -> PolicyStatement.allow(
                                system.permissions(call.caller().identity()), action, resource))));
    }

    private static S3Client s3(String region) {
        return s3(region, StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private static S3Client s3(String region, AwsCredentialsProvider reader) {
        return AwsClients.over(twin.httpClient(), "us-east-1", reader).s3(region);
    }
}
