// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.toy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Notes down the event it got: under the {@code id} in it, or under {@code schedule} for EventBridge's own event. */
public final class TickHandler implements RequestStreamHandler {
    private final ToyTable notes;

    /** In that environment. */
    public TickHandler(ExecutionEnvironment environment) {
        this.notes = new ToyTable(environment);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = Json.parseOwn(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        boolean scheduled = event.path("source").asText().equals("aws.events");
        notes.put(scheduled ? "schedule" : event.path("id").asText(), Json.write(event));
        output.write("{}".getBytes(StandardCharsets.UTF_8));
    }
}
