// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server on {@code 127.0.0.1} only, in front of a function from request to answer. {@code HEAD},
 * {@code Expect: 100-continue}, chunked bodies and kept connections are dealt with here; the function sees whole
 * requests. Any number of requests run at once.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LoopbackServer.class.getName());
    private static final int BACKLOG = 512;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Set<String> SET_BY_THE_CONNECTION =
            Set.of("content-length", "transfer-encoding", "connection");

    static {
        // Without it every answer on a kept connection waits some 40 ms for the client's delayed acknowledgement. The
        // JDK's server reads the property once, so it has to be there before the first server.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final int maxBodyBytes;
    private final Answerer answerer;

    private LoopbackServer(HttpServer server, int maxBodyBytes, Answerer answerer) {
        this.server = server;
        this.maxBodyBytes = maxBodyBytes;
        this.answerer = answerer;
        AtomicInteger number = new AtomicInteger();
        // Not bounded: an answer may need another request to this very server, so a full pool could wait for itself.
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "loopback-" + port() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a server.
     *
     * @param port the TCP port; 0 for any free one
     * @param maxBodyBytes a longer body is answered 413 without asking {@code answerer}
     * @throws UncheckedIOException when the port is taken
     */
    public static LoopbackServer start(int port, int maxBodyBytes, Answerer answerer) {
        try {
            HttpServer http =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
            LoopbackServer server = new LoopbackServer(http, maxBodyBytes, answerer);
            http.setExecutor(server.threads);
            http.createContext("/", server::serve);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Stops listening and drops what is under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                send(exchange, TwinResponse.json(413, "application/json", "{\"message\":\"Request Too Long\"}"));
                return;
            }
            TwinResponse response;
            try {
                response = answerer.answer(translate(exchange, body));
            } catch (IOException | TwinCrash broken) {
                return; // closing an exchange that was never answered closes the connection: the caller sees it break
            } catch (RuntimeException | Error unexpected) {
                LOG.log(Level.ERROR, exchange.getRequestMethod() + " " + exchange.getRequestURI(), unexpected);
                response = TwinResponse.json(500, "application/json", "{\"message\":\"Internal server error\"}");
            }
            send(exchange, response);
        }
    }

    private static TwinRequest translate(HttpExchange exchange, byte[] body) {
        URI target = exchange.getRequestURI();
        String rawQuery = target.getRawQuery();
        String host = exchange.getRequestHeaders().getFirst("Host");
        return new TwinRequest(
                exchange.getRequestMethod().toUpperCase(Locale.ROOT),
                host == null ? "localhost" : host,
                target.getRawPath(),
                rawQuery == null ? Map.of() : TwinRequest.parseQuery(rawQuery),
                exchange.getRequestHeaders(),
                body);
    }

    private static void send(HttpExchange exchange, TwinResponse response) throws IOException {
        response.headers().forEach((name, value) -> {
            if (!SET_BY_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().add(name, value);
            }
        });
        byte[] body = response.body();
        if (exchange.getRequestMethod().equalsIgnoreCase("HEAD") || response.status() == 304) {
            exchange.getResponseHeaders()
                    .set("Content-Length", response.header("Content-Length").orElse(String.valueOf(body.length)));
            exchange.sendResponseHeaders(response.status(), -1);
        } else if (body.length == 0) {
            exchange.sendResponseHeaders(response.status(), -1);
        } else {
            exchange.sendResponseHeaders(response.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** What stands behind the server. */
    @FunctionalInterface
    public interface Answerer {

        /**
         * Answers one request. A {@link RuntimeException} is logged and becomes a 500.
         *
         * @throws IOException to break the connection without an answer
         */
        TwinResponse answer(TwinRequest request) throws IOException;
    }
}
