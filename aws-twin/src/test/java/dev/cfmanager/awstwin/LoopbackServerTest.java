// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {
    private static final int LIMIT = 1_000;

    private final AtomicReference<TwinRequest> seen = new AtomicReference<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void closeServers() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void handsOverTheWholeRequest() throws Exception {
        LoopbackServer server = serve(request -> TwinResponse.empty(204));

        client.send(
                HttpRequest.newBuilder(server.endpoint().resolve("/a%2Fb/c?x=1&policy"))
                        .header("X-Amz-Target", "T.Op")
                        .POST(BodyPublishers.ofString("grüße"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(seen.get().method()).isEqualTo("POST");
        assertThat(seen.get().host()).isEqualTo("127.0.0.1");
        assertThat(seen.get().rawPath()).isEqualTo("/a%2Fb/c");
        assertThat(seen.get().query()).containsEntry("x", List.of("1")).containsEntry("policy", List.of(""));
        assertThat(seen.get().header("x-amz-target")).contains("T.Op");
        assertThat(seen.get().bodyText()).isEqualTo("grüße");
    }

    @Test
    void answersHeadWithTheLengthButWithoutTheBody() throws Exception {
        LoopbackServer server = serve(request -> TwinResponse.json(200, "text/plain", "12345"));

        String answer = rawExchange(server, "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 5")
                .endsWith("\r\n\r\n");
    }

    @Test
    void waitsForTheBodyAfter100Continue() throws Exception {
        LoopbackServer server = serve(request -> TwinResponse.empty(200));

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.endpoint())
                        .expectContinue(true)
                        .PUT(BodyPublishers.ofString("body"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(seen.get().bodyText()).isEqualTo("body");
    }

    @Test
    void joinsChunkedBodies() throws Exception {
        LoopbackServer server = serve(request -> TwinResponse.empty(200));

        rawExchange(server, """
                PUT / HTTP/1.1
                Host: localhost
                Connection: close
                Transfer-Encoding: chunked

                3
                abc
                2
                de
                0

                """.replace("\n", "\r\n"));

        assertThat(seen.get().bodyText()).isEqualTo("abcde");
    }

    @Test
    void refusesABodyOverTheLimitAndTakesOneAtIt() throws Exception {
        LoopbackServer server = serve(request -> TwinResponse.empty(200));

        assertThat(put(server, "x".repeat(LIMIT)).statusCode()).isEqualTo(200);
        assertThat(put(server, "x".repeat(LIMIT + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void breaksTheConnectionWhenTheAnswerIsLost() {
        LoopbackServer losing = serve(request -> {
            throw new IOException("lost");
        });
        LoopbackServer crashing = serve(request -> {
            throw new TwinCrash("here");
        });

        assertThatThrownBy(() -> put(losing, "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> put(crashing, "x")).isInstanceOf(IOException.class);
    }

    @Test
    void answers500WhenTheFunctionFails() throws Exception {
        Logger.getLogger(LoopbackServer.class.getName()).setLevel(Level.OFF);
        LoopbackServer server = serve(request -> {
            throw new IllegalStateException("a secret");
        });

        HttpResponse<String> answer = put(server, "x");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void answersManyAtOnceEvenWhenTheyWaitForEachOther() throws Exception {
        int callers = 40;
        CountDownLatch everybodyIsIn = new CountDownLatch(callers);
        LoopbackServer server = serve(request -> {
            everybodyIsIn.countDown();
            try {
                everybodyIsIn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return TwinResponse.empty(200);
        });

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(server.endpoint())
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString()));
        }

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
    }

    @Test
    void listensOnTheLoopbackAddressOnlyAndLetsGoOfThePort() {
        LoopbackServer server = serve(request -> TwinResponse.empty(200));
        int port = server.port();

        assertThatThrownBy(() -> LoopbackServer.start(port, LIMIT, request -> TwinResponse.empty(200)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(port));
        assertThatThrownBy(() -> new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port).close())
                .isInstanceOf(IOException.class);
        server.close();
        LoopbackServer.start(port, LIMIT, request -> TwinResponse.empty(200)).close();
    }

    private LoopbackServer serve(LoopbackServer.Answerer answerer) {
        LoopbackServer server = LoopbackServer.start(0, LIMIT, request -> {
            seen.set(request);
            return answerer.answer(request);
        });
        open.add(server);
        return server;
    }

    private HttpResponse<String> put(LoopbackServer server, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/"))
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String rawExchange(LoopbackServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
