// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.TwinServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/** On a twin behind its HTTP endpoint, which shows the suite itself to be right wherever it runs. */
class TwinEndpointTest implements EndToEnd {
    private final Twin twin = Twin.start();
    private final TwinServer server = TwinServer.start(twin, 0);

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @AfterEach
    void stop() {
        server.close();
        twin.close();
    }
}
