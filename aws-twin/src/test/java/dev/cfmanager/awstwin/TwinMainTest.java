// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class TwinMainTest {
    private final TwinMain main = new TwinMain();
    private final StringWriter printed = new StringWriter();

    @AfterEach
    void stop() {
        main.close();
    }

    @Test
    void servesUntilItIsStoppedAndSaysWhat(@TempDir Path folder) throws Exception {
        int exitCode = run("--port", "0", "--data-dir", folder.toString(), "--clock-speed", "0", "--seed", "7");

        URI endpoint = main.server().endpoint();
        assertThat(exitCode).isZero();
        assertThat(printed.toString())
                .contains("AWS twin at " + endpoint, folder.toString(), "seed=7", "cloudfront", "dynamodb");
        assertThat(folder.resolve("twin.mv")).exists();
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding())
                        .statusCode())
                .isBetween(200, 599);
    }

    @Test
    void isMovedInTimeAndEmptiedFromOutside() throws Exception {
        run("--port", "0", "--clock-speed", "0", "--starts-at", "2026-01-01T00:00:00Z");
        try (S3Client s3 = s3()) {
            s3.createBucket(request -> request.bucket("media"));

            assertThat(post("/_twin/clock?advance=PT36H").body()).contains("2026-01-02T12:00:00Z");
            assertThat(s3.listBuckets().buckets()).hasSize(1);
            assertThat(post("/_twin/reset").statusCode()).isEqualTo(204);
            assertThat(s3.listBuckets().buckets()).isEmpty();
            assertThat(post("/_twin/clock?advance=PT0S").body()).contains("2026-01-01T00:00:00Z");
        }
    }

    @Test
    void saysWhatItsTimeCannotBeMovedBy() throws Exception {
        run("--port", "0", "--clock-speed", "0");

        for (String span : List.of("", "soon", "-PT1S", "PT999999H")) {
            HttpResponse<String> refused = post("/_twin/clock?advance=" + span);
            assertThat(refused.statusCode()).as(span).isEqualTo(400);
            assertThat(refused.body()).contains("PT5M");
        }
        assertThat(post("/_twin/rewind").statusCode()).isEqualTo(404);
        assertThat(run("--starts-at", "tomorrow")).isEqualTo(2);
        assertThat(printed.toString()).contains("'tomorrow' is no time");
    }

    @Test
    void isNotEmptiedWhenItKeepsAFolder(@TempDir Path folder) throws Exception {
        run("--port", "0", "--data-dir", folder.toString());

        assertThat(post("/_twin/reset").statusCode()).isEqualTo(409);
    }

    @Test
    void scriptsFaultsFromTheCommandLine() {
        run("--port", "0", "--faults", "s3:PutObject call=2 fail 503 SlowDown");

        assertThat(printed.toString()).contains("seed=1; s3:PutObject call=2 fail 503 SlowDown");
    }

    @Test
    void explainsItsOptionsAndRefusesOthers() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString()).contains("--port", "--data-dir", "--clock-speed", "--seed", "--faults");
        assertThat(run("--prot", "1")).isEqualTo(2);
        assertThat(main.server()).isNull();
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() {
        try (Twin twin = Twin.start();
                TwinServer other = TwinServer.start(twin, 0)) {
            assertThat(run("--port", String.valueOf(other.port()))).isEqualTo(1);

            assertThat(printed.toString()).contains("127.0.0.1:" + other.port()).doesNotContain("\tat ");
        }
    }

    private S3Client s3() {
        return S3Client.builder()
                .endpointOverride(main.server().endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        URI uri = main.server().endpoint().resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(printed, true);
        return main.commandLine().setOut(out).setErr(out).execute(arguments);
    }
}
