// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.local.signin.TokenIssuer;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** What somebody who just started the system needs next: addresses, a token, a command to paste. */
final class Banner {
    private final LocalServer server;
    private final double clockSpeed;
    private final String dataFolder;
    private final long millis;

    Banner(LocalServer server, double clockSpeed, String dataFolder, long millis) {
        this.server = server;
        this.clockSpeed = clockSpeed;
        this.dataFolder = dataFolder;
        this.millis = millis;
    }

    void print(PrintStream out) {
        LocalSystem system = server.system();
        String api = server.endpoint() + "/"
                + system.apis().stream().findFirst().map(first -> first.stage()).orElse("");
        long routes = system.apis().stream()
                .mapToLong(served -> served.routes().size())
                .sum();
        out.printf(
                Locale.ROOT,
                """

                CloudFront Manager is ready after %.1f s: %d functions, %d routes.

                  API           %s
                  AWS endpoint  %s  (AWS_ENDPOINT_URL; any access key)
                  Edge          http://<distribution domain>.localhost:%d/
                  Help          %s/
                  Time          %s
                  Data          %s
                """,
                millis / 1000.0,
                system.functions().size(),
                routes,
                api,
                server.awsEndpoint(),
                server.endpoint().getPort(),
                server.endpoint(),
                clockSpeed > 0 ? "%.0f virtual seconds a second".formatted(clockSpeed) : "stands still",
                dataFolder.isBlank() ? "in memory; DATA_DIR=<folder> keeps it" : dataFolder);
        system.tokens().ifPresent(tokens -> printToken(out, tokens, api));
        out.println();
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    private void printToken(PrintStream out, TokenIssuer tokens, String api) {
        Optional<String> group = tokens.groups().stream().findFirst();
        out.printf(
                Locale.ROOT,
                """

                Token of %s, good for %d minutes (more from POST %s/_local/token):
                %s

                Try:
                  TOKEN=$(curl -s %s/_local/token -d '{"group":"%s"}' | sed 's/.*"idToken":"\\([^"]*\\)".*/\\1/')
                  curl -H "Authorization: Bearer $TOKEN" %s/distributions
                """,
                group.map(name -> "a user in the group " + name).orElse("a user"),
                TokenIssuer.VALIDITY.toMinutes(),
                server.endpoint(),
                tokens.idToken(group),
                server.endpoint(),
                group.orElse(""),
                api);
    }
}
