// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** How the clients of a conformance test reach AWS. */
public enum Mode {
    /** The twin, without a socket; clients use AWS's own host names. */
    IN_MEMORY,
    /** The twin on a loopback port. */
    OVER_HTTP,
    /** Whatever answers at {@code -Dconformance.endpoint}. */
    FOREIGN;

    private static final String ENDPOINT = System.getProperty("conformance.endpoint", "");
    private static final String RESET_PATH = System.getProperty("conformance.reset", "");

    /** The modes of this run. */
    static List<Mode> ofThisRun() {
        return ENDPOINT.isBlank() ? List.of(IN_MEMORY, OVER_HTTP) : List.of(FOREIGN);
    }

    /** The endpoint to compare with; only in that mode. */
    static URI foreignEndpoint() {
        return URI.create(ENDPOINT);
    }

    /** Empties the foreign account where it offers that: {@code POST} to the path of {@code -Dconformance.reset}. */
    static void resetForeign() {
        if (RESET_PATH.isBlank()) {
            return;
        }
        URI reset = foreignEndpoint().resolve(RESET_PATH);
        try {
            HttpURLConnection connection = (HttpURLConnection) reset.toURL().openConnection();
            connection.setRequestMethod("POST");
            if (connection.getResponseCode() >= 300) {
                throw new IllegalStateException(reset + " answers " + connection.getResponseCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reset by " + reset, e);
        }
    }
}
