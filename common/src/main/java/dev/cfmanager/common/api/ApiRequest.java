// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Fields;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.json.Problems;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as a handler needs it.
 *
 * @param method HTTP method, upper case
 * @param resource the route, such as {@code /distributions/{id}}
 * @param pathParameters path parameters as the gateway gave them: a REST API leaves them percent-encoded
 * @param query decoded query parameters, the last value of each
 * @param headers header values by lower-case name
 * @param rawBody the body as text; null when there was none
 * @param caller who calls
 * @param requestId the gateway's request id, which every answer and log line carries
 */
public record ApiRequest(
        String method,
        String resource,
        Map<String, String> pathParameters,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable String rawBody,
        Caller caller,
        String requestId) {

    /** The largest body taken, in characters. */
    public static final int MAX_BODY = 1024 * 1024;

    private static final int MAX_ID = 200;

    /** Class names in the parser's messages, which tell a caller nothing. */
    private static final Pattern INTERNALS = Pattern.compile(
            " \\(start marker at \\[[^\\]]*\\]\\)|,? from `[^`]*`|\\(?`?(?:com|java|org)\\.[\\w.$]+`?\\)?");

    /** Copies its maps. */
    public ApiRequest {
        pathParameters = Map.copyOf(pathParameters);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * A path parameter, decoded once as a path component.
     *
     * @throws OperationException VALIDATION_ERROR when it is missing, too long or wrongly encoded
     */
    public String pathParameter(String name) {
        String raw = pathParameters.getOrDefault(name, "");
        String value = PathComponent.decode(raw)
                .orElseThrow(() ->
                        OperationException.validation(name + ": is not a well-formed percent-encoded path component"));
        if (value.isBlank() || value.length() > MAX_ID) {
            throw OperationException.validation(name + ": must have 1 to " + MAX_ID + " characters");
        }
        return value;
    }

    /** A query parameter; an empty one counts as absent. */
    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A header by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The body as an object, to be read field by field.
     *
     * @throws OperationException VALIDATION_ERROR when it is missing, malformed or not an object; PAYLOAD_TOO_LARGE
     */
    public Fields body() {
        String body = rawBody;
        if (body == null || body.isBlank()) {
            throw OperationException.validation("The request needs a body: a JSON object.");
        }
        if (body.length() > MAX_BODY) {
            throw new OperationException(
                    ErrorKind.PAYLOAD_TOO_LARGE,
                    "The request body is too large: " + body.length() + " characters where " + MAX_BODY
                            + " are the most. Send less.");
        }
        JsonNode node;
        try {
            node = Json.parse(body);
        } catch (JsonProcessingException e) {
            throw OperationException.validation("The request body is not valid JSON" + where(e) + ".");
        }
        if (!node.isObject()) {
            throw OperationException.validation("The request body must be a JSON object.");
        }
        return new Fields((ObjectNode) node, new Problems());
    }

    /**
     * The body as an object, or an empty object when there is none: for operations whose every field is optional.
     *
     * @throws OperationException as {@link #body()}
     */
    public Fields bodyOrEmpty() {
        String body = rawBody;
        return body == null || body.isBlank() ? new Fields(Json.object(), new Problems()) : body();
    }

    /** The client's {@code Idempotency-Key}, if it sent one. */
    public Optional<String> idempotencyKey() {
        return header("idempotency-key").filter(key -> !key.isBlank());
    }

    /**
     * What makes this request the same as another sent again: a hash of caller, route, path and {@code Idempotency-Key}
     * (64 hex characters); empty without a key. Creations derive their id from it, so that even a request whose process
     * died half way continues the same resource.
     */
    public Optional<String> idempotencyScope() {
        return idempotencyKey()
                .map(key -> Hashes.sha256(String.join(
                        "\n", caller.subject(), method, resource, new TreeMap<>(pathParameters).toString(), key)));
    }

    private static String where(JsonProcessingException e) {
        String text = e.getOriginalMessage();
        String reason = text == null ? "" : ": " + text.lines().findFirst().orElse("");
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return place + INTERNALS.matcher(reason).replaceAll("").replaceAll("\\s+", " ");
    }
}
