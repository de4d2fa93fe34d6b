// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.ApiDocument;
import dev.cfmanager.local.LocalSystem;
import dev.cfmanager.local.Settings;
import dev.cfmanager.local.sam.Route;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may call what: every route of the template, called with every role, through the gateway and its authorizer. */
class RolesTest {
    private static final ApiDocument DOCUMENT = ApiDocument.ofRepository();
    private static final Map<String, List<String>> MAY = Map.of(
            "READ", List.of("Administrators", "Operators", "ReadOnly", ""),
            "OPERATE", List.of("Administrators", "Operators"),
            "CHANGE", List.of("Administrators"));

    private static Twin twin;
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        // Tokens are checked against real time, so virtual time begins there; nothing below depends on which day it is.
        twin = Twin.builder().startsAt(Instant.now()).start();
        system = LocalSystem.start(Settings.of(Blueprint.FILE, Blueprint.PARAMETERS), twin);
    }

    @AfterAll
    static void stop() {
        system.close();
        twin.close();
    }

    static List<Route> routes() {
        return Blueprint.functions().stream()
                .flatMap(function -> function.routes().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void letsInExactlyTheRolesThatTheDocumentNames(Route route) {
        String access = DOCUMENT.json()
                .at(JsonPointer.empty()
                        .appendProperty("paths")
                        .appendProperty(route.path())
                        .appendProperty(route.method().toLowerCase(Locale.ROOT)))
                .path("x-access")
                .asText();
        assertThat(MAY).as("x-access of " + route).containsKey(access);

        for (String group : MAY.get("READ")) {
            TwinResponse answer = call(route, Optional.of("Bearer " + token(group)));
            String seen = route + " as " + (group.isEmpty() ? "nobody in particular" : group) + ": " + answer.status()
                    + " " + answer.bodyText();

            if (MAY.get(access).contains(group)) {
                assertThat(answer.status()).as(seen).isNotIn(401, 403);
            } else {
                assertThat(answer.status()).as(seen).isEqualTo(403);
                assertThat(json(answer).path("code").asText()).as(seen).isEqualTo("FORBIDDEN");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesEverybodyWithoutAValidToken(Route route) {
        String good = token("Administrators");
        List<Optional<String>> headers = List.of(
                Optional.empty(),
                Optional.of(""),
                Optional.of("Bearer"),
                Optional.of("Bearer " + good.substring(0, good.lastIndexOf('.') + 1)),
                Optional.of("Bearer " + good.substring(0, good.length() - 4)));

        for (Optional<String> header : headers) {
            TwinResponse answer = call(route, header);

            assertThat(answer.status()).as(route + " with " + header).isEqualTo(401);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("https://console.example");
            assertThat(json(answer).path("code").asText()).isEqualTo("UNAUTHORIZED");
        }
    }

    @Test
    void aTokenOfAnotherStackOpensNothing() {
        try (Twin other = Twin.builder().startsAt(Instant.now()).start();
                LocalSystem stranger = LocalSystem.start(Settings.of(Blueprint.FILE, Blueprint.PARAMETERS), other)) {
            String foreign = stranger.tokens().orElseThrow().idToken(Optional.of("Administrators"));

            assertThat(call(routes().get(0), Optional.of("Bearer " + foreign)).status())
                    .isEqualTo(401);
        }
    }

    private static String token(String group) {
        return system.tokens().orElseThrow().idToken(Optional.of(group).filter(name -> !name.isEmpty()));
    }

    private static TwinResponse call(Route route, Optional<String> authorization) {
        String body = List.of("POST", "PUT").contains(route.method()) ? "{}" : "";
        TwinResponse answer = system.answer(new TwinRequest(
                        route.method(),
                        "127.0.0.1",
                        "/api" + route.path().replaceAll("\\{[^}]+}", "unknown-1"),
                        Map.of(),
                        authorization
                                .map(value -> Map.of("Authorization", List.of(value)))
                                .orElse(Map.of()),
                        body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
        DOCUMENT.check(route.method(), route.path(), answer.status(), answer.headers(), json(answer));
        return answer;
    }

    private static JsonNode json(TwinResponse answer) {
        return Json.parseOwn(answer.bodyText());
    }
}
