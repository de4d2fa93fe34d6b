// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The way from a test to AWS in the current {@link Mode}. */
public final class Reach {
    private static final String RESET_PATH = System.getProperty("conformance.reset", "");
    private static final String CLOCK_PATH = System.getProperty("conformance.clock", "");
    private static final IdentityHashMap<Twin, TwinServer> SERVERS = new IdentityHashMap<>();

    private Reach() {}

    /** Points a client at the twin, which is not asked for where something else stands in its place. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B point(
            B builder, Supplier<Twin> twin) {
        return switch (Mode.current()) {
            case IN_MEMORY -> builder.httpClient(twin.get().httpClient());
            case OVER_HTTP ->
                builder.endpointOverride(server(twin.get()).endpoint()).httpClient(UrlConnectionHttpClient.create());
            case FOREIGN ->
                builder.endpointOverride(Mode.foreignEndpoint()).httpClient(UrlConnectionHttpClient.create());
        };
    }

    private static TwinServer server(Twin twin) {
        return SERVERS.computeIfAbsent(twin, started -> TwinServer.start(started, 0));
    }

    /** Stops the servers of the test that ends. */
    static void closeServers() {
        SERVERS.values().forEach(TwinServer::close);
        SERVERS.clear();
    }

    /** Empties the foreign account where it offers that: {@code POST} to the path of {@code -Dconformance.reset}. */
    static void resetForeign() {
        if (RESET_PATH.isBlank()) {
            return;
        }
        post(RESET_PATH);
    }

    /** Whether the foreign account is empty before each test. */
    static boolean resetsForeign() {
        return !RESET_PATH.isBlank();
    }

    /** Whether the foreign account's time can be moved. */
    static boolean movesForeignTime() {
        return !CLOCK_PATH.isBlank();
    }

    /** Moves the foreign account's time: {@code POST} to the path of {@code -Dconformance.clock}, with the span after it. */
    static void advanceForeign(Duration span) {
        post(CLOCK_PATH + span);
    }

    private static void post(String path) {
        URI uri = Mode.foreignEndpoint().resolve(path);
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod("POST");
            if (connection.getResponseCode() >= 300) {
                throw new IllegalStateException("POST " + uri + " answers " + connection.getResponseCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot POST " + uri, e);
        }
    }
}
