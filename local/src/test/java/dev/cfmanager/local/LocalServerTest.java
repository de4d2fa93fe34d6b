// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.gateway.RestApi;
import dev.cfmanager.local.toy.Toy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalServer server;

    @BeforeAll
    static void start() {
        server = LocalServer.start(Settings.of(Toy.template(), Map.of()), 0, 0, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void servesTheWholeWayFromSignInToTheTable() throws Exception {
        String token = token("{\"group\":\"Administrators\"}");

        HttpResponse<String> added =
                send("POST", "/api/notes", "{\"id\":\"a\",\"text\":\"first\"}", "Authorization", "Bearer " + token);
        HttpResponse<String> read = send("GET", "/api/notes/a", "", "Authorization", "Bearer " + token);

        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(Json.parse(read.body()).path("text").asText()).isEqualTo("first");
    }

    @Test
    void sendsCorsHeadersWithTheGatewaysOwnErrors() throws Exception {
        byte[] large = new byte[RestApi.MAX_BODY_BYTES + 1];
        HttpRequest tooLarge = HttpRequest.newBuilder(server.endpoint().resolve("/api/notes"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                .build();

        List<HttpResponse<String>> refused = List.of(
                send("GET", "/api/notes/a", ""),
                send("GET", "/api/notes/a", "", "Authorization", "Bearer forged"),
                send("GET", "/api/elsewhere", ""),
                HTTP.send(tooLarge, HttpResponse.BodyHandlers.ofString()));

        assertThat(refused).extracting(HttpResponse::statusCode).containsExactly(401, 401, 403, 413);
        assertThat(refused).allSatisfy(response -> {
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(Json.parse(response.body()).path("message").asText()).isNotEmpty();
        });
    }

    @Test
    void tellsThatItIsReadyAndWhatTheStackGives() throws Exception {
        HttpResponse<String> health = send("GET", "/_local/health", "");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(Json.parse(health.body()).path("status").asText()).isEqualTo("ready");
        assertThat(Json.parse(health.body()).path("outputs").has("PolicyId")).isTrue();
        assertThat(send("GET", "/", "").body()).contains("GET /api/notes/{id}", "/_local/token");
    }

    @Test
    void givesTokensForGroupsThatExistAndForAUserWithoutOne() throws Exception {
        assertThat(token("{\"group\":\"Administrators\"}")).isNotEmpty();
        assertThat(token("")).isNotEmpty();

        for (String wrong : List.of("{\"group\":\"Kings\"}", "{\"group\":7}", "[]", "{", "\"Administrators\"")) {
            HttpResponse<String> refused = send("POST", "/_local/token", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(Json.parse(refused.body()).path("message").asText())
                    .as(wrong)
                    .isNotEmpty();
        }
    }

    @Test
    void movesTheClockAndAnswersWhenEverythingDueHasRun() throws Exception {
        Instant before = server.system().twin().clock().instant();
        String token = token("{\"group\":\"Administrators\"}");

        JsonNode moved = Json.parse(
                send("POST", "/_local/clock", "{\"advanceSeconds\":300}").body());

        assertThat(Instant.parse(moved.path("now").asText()))
                .isAfterOrEqualTo(before.plusSeconds(300).minusMillis(1));
        String scheduled = send("GET", "/api/notes/schedule", "", "Authorization", "Bearer " + token)
                .body();
        assertThat(Json.parse(scheduled).path("text").asText()).contains("aws.events");
        for (String wrong : List.of(
                "{}",
                "{\"advanceSeconds\":-1}",
                "{\"advanceSeconds\":\"1\"}",
                "{\"advanceSeconds\":1.5}",
                "{\"advanceSeconds\":99999999999}",
                "x")) {
            assertThat(send("POST", "/_local/clock", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void keepsTheDevelopmentInterfaceApartFromEverythingElse() throws Exception {
        assertThat(send("POST", "/api/_local/token", "{}").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/_local/token", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/favicon.ico", "").statusCode()).isEqualTo(404);
        assertThat(rawGet("console.example", "/_local/health"))
                .as("a name that somebody pointed at 127.0.0.1")
                .startsWith("HTTP/1.1 403")
                .containsIgnoringCase("X-Amz-Cf-Id");
    }

    @Test
    void tellsWhichPortIsTakenAndLeavesNothingRunning(@TempDir Path folder) {
        Settings settings = Settings.of(Toy.template(), Map.of()).in(folder);
        int taken = server.endpoint().getPort();

        assertThatThrownBy(() -> LocalServer.start(settings, taken, 0, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + taken);
        assertThatThrownBy(() -> LocalServer.start(settings, 0, taken, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + taken);
        try (LocalServer other = LocalServer.start(settings, 0, 0, 1)) {
            assertThat(other.endpoint()).isNotEqualTo(server.endpoint());
        }
    }

    private static String token(String body) throws Exception {
        HttpResponse<String> issued = send("POST", "/_local/token", body);
        assertThat(issued.statusCode()).isEqualTo(200);
        return Json.parse(issued.body()).path("idToken").asText();
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The JDK's client lets nobody choose the Host header. */
    private static String rawGet(String host, String path) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.endpoint().getPort());
                InputStream answer = socket.getInputStream()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
