// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import java.net.URI;
import org.junit.jupiter.api.Assumptions;

/** On any emulator that already runs: {@code -Daws.endpoint=http://127.0.0.1:4566}. */
class GivenEndpointTest implements EndToEnd {

    @Override
    public URI endpoint() {
        String given = System.getProperty("aws.endpoint", "");
        Assumptions.assumeFalse(given.isBlank(), "name a running emulator with -Daws.endpoint=http://<host>:<port>.");
        return URI.create(given);
    }
}
