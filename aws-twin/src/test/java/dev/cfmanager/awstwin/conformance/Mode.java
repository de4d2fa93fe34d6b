// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.conformance;

import java.net.URI;
import java.util.List;

/** How the clients of a conformance test reach AWS. */
public enum Mode {
    /** The twin, without a socket; clients use AWS's own host names. */
    IN_MEMORY,
    /** The twin on a loopback port, by an endpoint override. */
    OVER_HTTP,
    /** Whatever answers at {@code -Dconformance.endpoint}. */
    FOREIGN;

    private static final String ENDPOINT = System.getProperty("conformance.endpoint", "");

    /** Of the test that runs; tests run one after the other. */
    private static Mode current = IN_MEMORY;

    /** The mode of the test that runs; in memory for those that are no conformance tests. */
    public static Mode current() {
        return current;
    }

    /** The modes of this run. */
    static List<Mode> ofThisRun() {
        return ENDPOINT.isBlank() ? List.of(IN_MEMORY, OVER_HTTP) : List.of(FOREIGN);
    }

    void enter() {
        current = this;
    }

    static void leave() {
        current = IN_MEMORY;
    }

    /** The endpoint to compare with; only in that mode. */
    static URI foreignEndpoint() {
        return URI.create(ENDPOINT);
    }
}
