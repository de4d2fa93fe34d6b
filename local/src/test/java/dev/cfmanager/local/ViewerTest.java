// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.common.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;

/** What somebody finds who opens the root page of the real system. */
class ViewerTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalServer server;

    @BeforeAll
    static void start() {
        server = LocalServer.start(
                Settings.of(Path.of("..", "template.yaml"), Map.of("AllowedOrigins", "https://app.example.com")),
                0,
                0,
                0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsBrowsersAPageWhoseFilesAreAllThere() throws Exception {
        HttpResponse<String> page = get("/", "Accept", "text/html,application/xhtml+xml");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("url: '/api/openapi.json'", "SwaggerUIBundle(");
        Matcher references = REFERENCE.matcher(page.body());
        int files = 0;
        for (; references.find(); files++) {
            assertThat(get(references.group(1)).statusCode())
                    .as(references.group(1))
                    .isEqualTo(200);
        }
        assertThat(files).isEqualTo(3);
        assertThat(get("/_local/viewer/../Local.class").statusCode()).isEqualTo(404);
        assertThat(get("/_local/viewer/swagger-ui.js").statusCode()).isEqualTo(404);
    }

    @Test
    void readsTheDocumentFromTheApiItselfWithAToken() throws Exception {
        String token = Json.parseOwn(HTTP.send(
                                HttpRequest.newBuilder(URI.create(server.endpoint() + "/_local/token"))
                                        .POST(HttpRequest.BodyPublishers.ofString("{\"group\":\"Operators\"}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("idToken")
                .asText();

        HttpResponse<String> document = get("/api/openapi.json", "Authorization", "Bearer " + token);

        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(Json.parseOwn(document.body()).path("paths").has("/distributions"))
                .isTrue();
        assertThat(get("/api/openapi.json").statusCode()).isEqualTo(401);
    }

    @Test
    void tellsEverybodyElseTheRoutesAsText() throws Exception {
        HttpResponse<String> text = get("/");

        assertThat(text.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(text.body()).contains("GET /api/health", "/_local/token");
    }

    @Test
    void theEdgeServesTheSampleWebsiteFromTheFirstRequestOn() {
        try (CloudFrontClient cloudFront = CloudFrontClient.builder()
                .region(Region.AWS_GLOBAL)
                .httpClient(server.system().twin().httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            assertThat(cloudFront.listDistributions().distributionList().items())
                    .extracting(DistributionSummary::status)
                    .containsExactly("Deployed");
        }
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
