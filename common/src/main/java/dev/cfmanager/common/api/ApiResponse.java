// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a handler; the shell wraps {@code data} in the envelope and adds the headers every answer carries. A
 * {@link #document} alone is sent as it is.
 *
 * @param status HTTP status
 * @param data what goes under {@code data}
 * @param message optional text for people
 * @param headers headers of this answer alone, such as {@code Retry-After}
 * @param enveloped whether {@code data} goes into the envelope; else it is the whole body
 */
public record ApiResponse(
        int status, ObjectNode data, @Nullable String message, Map<String, String> headers, boolean enveloped) {

    /** Copies its headers. */
    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    /** 200 with this data. */
    public static ApiResponse ok(ObjectNode data) {
        return new ApiResponse(200, data, null, Map.of(), true);
    }

    /** 200 with this as the whole body, for what has a format of its own. */
    public static ApiResponse document(ObjectNode document) {
        return new ApiResponse(200, document, null, Map.of(), false);
    }

    /** 200 with one member under {@code data}. */
    public static ApiResponse ok(String name, JsonNode value) {
        return ok(Json.object().set(name, value));
    }

    /** 201 with one member under {@code data}. */
    public static ApiResponse created(String name, JsonNode value) {
        return new ApiResponse(201, Json.object().set(name, value), null, Map.of(), true);
    }

    /** 202: begun, and going on without the caller. */
    public static ApiResponse accepted(ObjectNode data) {
        return new ApiResponse(202, data, null, Map.of(), true);
    }

    /** This answer with a text for people. */
    public ApiResponse withMessage(String newMessage) {
        return new ApiResponse(status, data, newMessage, headers, enveloped);
    }

    /** This answer with another status. */
    public ApiResponse withStatus(int newStatus) {
        return new ApiResponse(newStatus, data, message, headers, enveloped);
    }

    /** This answer with one more header. */
    public ApiResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, data, message, more, enveloped);
    }

    /** This answer with one more member under {@code data}. */
    public ApiResponse with(String name, JsonNode value) {
        ObjectNode more = data.deepCopy();
        more.set(name, value);
        return new ApiResponse(status, more, message, headers, enveloped);
    }
}
