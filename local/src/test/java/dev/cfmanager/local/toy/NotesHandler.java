// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Keeps notes: {@code POST /notes {"id", "text"}}, and {@code GET /notes/{id}}, which also tells its surroundings. */
public final class NotesHandler implements RequestStreamHandler {
    private final ExecutionEnvironment environment;
    private final ToyTable notes;

    /** In that environment. */
    public NotesHandler(ExecutionEnvironment environment) {
        this.environment = environment;
        this.notes = new ToyTable(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = Json.parseOwn(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        ObjectNode body = Json.object();
        if (event.path("httpMethod").asText().equals("POST")) {
            JsonNode note = Json.parseOwn(event.path("body").asText());
            notes.put(note.path("id").asText(), note.path("text").asText());
            environment.log().info("noted", Map.of("id", note.path("id").asText()));
        } else {
            String id = event.path("pathParameters").path("id").asText();
            body.put("text", notes.get(id).orElse(null));
            body.put("greeting", variable(EnvironmentVariable.ADMIN_GROUP));
            body.put("policy", variable(EnvironmentVariable.CUSTOM_CACHE_POLICY_ID));
            body.put("role", variable(EnvironmentVariable.LAMBDA_EDGE_EXECUTION_ROLE_ARN));
            body.put("region", variable(EnvironmentVariable.AWS_REGION));
            body.put("function", variable(EnvironmentVariable.AWS_LAMBDA_FUNCTION_NAME));
            body.put("now", environment.clock().instant().toString());
            body.put("hasTime", context.getRemainingTimeInMillis() > 0);
        }
        ObjectNode answer = Json.object().put("statusCode", 200).put("body", Json.write(body));
        output.write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    private String variable(EnvironmentVariable name) {
        return environment.env().get(name, "");
    }
}
