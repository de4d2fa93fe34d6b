// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.awstwin.LoopbackServer;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.local.gateway.RestApi;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers everything that arrives at the port: the APIs, the edge, the development interface, and at the root what there is:
 * as a page to try the API with for browsers, as text for everybody else.
 */
final class FrontDoor implements LoopbackServer.Answerer {
    private final Viewer viewer = new Viewer();
    private volatile @Nullable Open open;

    /** Until this is called, every request is answered 503. */
    void open(LocalSystem system) {
        open = new Open(system, new DevelopmentInterface(system));
    }

    @Override
    public TwinResponse answer(TwinRequest request) {
        Open now = open;
        if (now == null) {
            return DevelopmentInterface.refusal(503, "Starting.").with("Retry-After", "1");
        }
        if (Hosts.isOwn(request.host())) {
            if (request.rawPath().startsWith(Viewer.PREFIX)) {
                return viewer.file(request.rawPath().substring(Viewer.PREFIX.length()))
                        .orElseGet(() -> DevelopmentInterface.refusal(404, "The viewer has no such file."));
            }
            if (request.rawPath().startsWith(DevelopmentInterface.PREFIX)) {
                return now.development().answer(request);
            }
            if (request.rawPath().equals("/")) {
                return document(now.system())
                        .filter(document -> isBrowser(request))
                        .map(viewer::page)
                        .orElseGet(() -> page(now.system()));
            }
        }
        return now.system()
                .answer(request)
                .orElseGet(() -> DevelopmentInterface.refusal(404, "Nothing is here; see / for what is."));
    }

    private static boolean isBrowser(TwinRequest request) {
        return request.header("Accept")
                .filter(types -> types.contains("text/html"))
                .isPresent();
    }

    /** Where an API serves its own description; empty when none does. */
    private static Optional<String> document(LocalSystem system) {
        return system.apis().stream()
                .flatMap(api -> api.routes().stream())
                .filter(route -> route.startsWith("GET /") && route.endsWith("/openapi.json"))
                .map(route -> route.substring("GET ".length()))
                .findFirst();
    }

    private static TwinResponse page(LocalSystem system) {
        StringBuilder text = new StringBuilder("CloudFront Manager\n\nAPI\n");
        for (RestApi api : system.apis()) {
            api.routes().forEach(route -> text.append("  ").append(route).append('\n'));
        }
        text.append("""

                Development
                  GET  /_local/health   200 when everything is ready
                  POST /_local/token    {"group": "Administrators"} gives {"idToken": "..."}
                  POST /_local/clock    {"advanceSeconds": 600} moves virtual time and runs what falls due

                Edge
                  http://<distribution domain>.localhost:<this port>/
                  http://<distribution domain>.<region>.localhost:<this port>/   near that region
                """);
        return new TwinResponse(
                200,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private record Open(LocalSystem system, DevelopmentInterface development) {}
}
