// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The envelope of every answer, and the form in which API Gateway takes it. */
final class GatewayAnswers {
    private GatewayAnswers() {}

    static ObjectNode success(ApiResponse response) {
        ObjectNode envelope = Json.object().put("success", true);
        envelope.set("data", response.data());
        if (response.message() != null) {
            envelope.put("message", response.message());
        }
        return envelope;
    }

    static ObjectNode failure(OperationException failure, String message, String requestId) {
        ObjectNode envelope = Json.object()
                .put("success", false)
                .put("message", message)
                .put("error", message)
                .put("code", failure.kind().name());
        if (!failure.errors().isEmpty()) {
            ArrayNode errors = envelope.putArray("errors");
            failure.errors().forEach(errors::add);
        }
        if (!failure.details().isEmpty()) {
            envelope.set("details", failure.details());
        }
        return envelope.put("requestId", requestId);
    }

    static void write(OutputStream out, int status, Map<String, String> headers, String body) throws IOException {
        try (JsonGenerator json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("body", body);
            json.writeBooleanField("isBase64Encoded", false);
            json.writeEndObject();
        }
    }
}
