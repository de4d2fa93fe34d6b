// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.monitoring.Telemetry;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/**
 * DynamoDB Local without its server: its request handler behind a connector that lives in memory, so that nothing
 * listens anywhere. Its own runner would bind every interface of the machine.
 */
final class LocalEngine {
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 4;
    private static final long PATIENCE_SECONDS = 60;
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    /** Kept, because a logger nobody holds loses its level; at INFO it greets every database on stderr. */
    private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

    private static @Nullable LocalEngine started;

    private final LocalConnector connector;
    private final Databases databases = new Databases();

    private LocalEngine() {
        SQLITE_LOG.setLevel(Level.WARNING);
        Telemetry.configureTelemetry("MAVEN", "embedded", false);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("dynamodb-local");
        threads.setDaemon(true);
        Server server = new Server(threads, new ScheduledExecutorScheduler("dynamodb-local-timer", true), null);
        this.connector = new LocalConnector(server);
        server.addConnector(connector);
        server.setHandler(new LocalDynamoDBServerHandler(databases, null));
        try {
            SQLiteLibraryLoader.initialize();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    /** The one engine of this process, which lives as long as it; its threads are daemons. */
    static synchronized LocalEngine ofThisProcess() {
        if (started == null) {
            started = new LocalEngine();
        }
        return started;
    }

    Databases databases() {
        return databases;
    }

    /**
     * Answers one request as DynamoDB Local does.
     *
     * @param database the database, letters and digits
     */
    TwinResponse answer(String database, TwinRequest request) {
        String head =
                "POST / HTTP/1.1\r\nHost: dynamodb\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.0"
                        + "\r\nX-Amz-Target: " + request.header("x-amz-target").orElse("")
                        + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + database
                        + "/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
                        + "\r\nContent-Length: " + request.body().length + "\r\n\r\n";
        ByteBuffer wire = ByteBuffer.allocate(head.length() + request.body().length);
        wire.put(head.getBytes(StandardCharsets.US_ASCII)).put(request.body()).flip();
        try {
            return parse(connector.getResponse(wire, PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while DynamoDB Local worked", e);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not answer", e);
        }
    }

    private static TwinResponse parse(ByteBuffer wire) {
        byte[] bytes = new byte[wire.remaining()];
        wire.get(bytes);
        int end = endOfHeaders(bytes);
        List<String> lines =
                new String(bytes, 0, end, StandardCharsets.US_ASCII).lines().toList();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            // Its request ids are random: the kernel's come from the seed.
            if (name.equals("content-type") || name.equals("x-amz-crc32")) {
                headers.put(name, line.substring(colon + 1).strip());
            }
        }
        int bodyStart = end + HEADERS_END.length;
        byte[] body = new byte[bytes.length - bodyStart];
        System.arraycopy(bytes, bodyStart, body, 0, body.length);
        return new TwinResponse(Integer.parseInt(lines.get(0).split(" ", 3)[1]), headers, body);
    }

    private static int endOfHeaders(byte[] bytes) {
        for (int at = 0; at + HEADERS_END.length <= bytes.length; at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                return at;
            }
        }
        throw new IllegalStateException("DynamoDB Local answered without headers");
    }
}
