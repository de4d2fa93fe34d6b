// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(printed, true);
        return main.commandLine().setOut(out).setErr(out).execute(arguments);
    }
}
