// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.local.signin.TokenIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a developer needs and the deployed system does not have, under {@code /_local/}: readiness, tokens, time. The
 * template cannot route to it. Answers are JSON; a refusal is {@code {"message": "..."}}.
 */
final class DevelopmentInterface {
    static final String PREFIX = "/_local/";

    private static final long MOST_SECONDS = Duration.ofDays(3660).toSeconds();

    private final LocalSystem system;

    DevelopmentInterface(LocalSystem system) {
        this.system = system;
    }

    TwinResponse answer(TwinRequest request) {
        String operation = request.method() + " " + request.rawPath();
        return switch (operation) {
            case "GET /_local/health" -> health();
            case "POST /_local/token" -> token(request);
            case "POST /_local/clock" -> clock(request);
            default ->
                refusal(
                        404,
                        "There is no " + operation + ". There are GET /_local/health, POST /_local/token and POST "
                                + "/_local/clock.");
        };
    }

    private TwinResponse health() {
        ObjectNode body = Json.object().put("status", "ready").put("now", now());
        system.outputs().forEach(body.putObject("outputs")::put);
        return json(200, body);
    }

    private TwinResponse token(TwinRequest request) {
        if (system.tokens().isEmpty()) {
            return refusal(404, "The template has no user pool.");
        }
        Optional<JsonNode> body = body(request);
        JsonNode group = body.map(object -> object.path("group")).orElse(Json.object());
        if (body.isEmpty() || !(group.isTextual() || group.isMissingNode() || group.isNull())) {
            return refusal(400, "Send {\"group\": \"...\"} with one of the groups, or {} for a user without one.");
        }
        try {
            String idToken = system.tokens()
                    .get()
                    .idToken(Optional.of(group).filter(JsonNode::isTextual).map(JsonNode::asText));
            return json(200, Json.object().put("idToken", idToken).put("expiresIn", TokenIssuer.VALIDITY.toSeconds()));
        } catch (IllegalArgumentException unknown) {
            return refusal(400, String.valueOf(unknown.getMessage()));
        }
    }

    private TwinResponse clock(TwinRequest request) {
        JsonNode seconds =
                body(request).map(object -> object.path("advanceSeconds")).orElse(Json.object());
        if (!seconds.isIntegralNumber() || seconds.asLong() < 0 || seconds.asLong() > MOST_SECONDS) {
            return refusal(400, "Send {\"advanceSeconds\": n} with a whole number from 0 to " + MOST_SECONDS + ".");
        }
        system.twin().clock().advance(Duration.ofSeconds(seconds.asLong()));
        return json(200, Json.object().put("now", now()));
    }

    private String now() {
        return Json.time(system.twin().clock().instant());
    }

    /** The body as a JSON object; an absent body counts as an empty one. */
    private static Optional<JsonNode> body(TwinRequest request) {
        if (request.bodyText().isBlank()) {
            return Optional.of(Json.object());
        }
        try {
            return Optional.of(Json.parse(request.bodyText())).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the caller answers what it wants instead
        }
    }

    static TwinResponse refusal(int status, String message) {
        return json(status, Json.object().put("message", message));
    }

    private static TwinResponse json(int status, ObjectNode body) {
        byte[] text = Json.write(body).getBytes(StandardCharsets.UTF_8);
        return new TwinResponse(status, java.util.Map.of("Content-Type", "application/json"), text)
                .with("Cache-Control", "no-store");
    }
}
