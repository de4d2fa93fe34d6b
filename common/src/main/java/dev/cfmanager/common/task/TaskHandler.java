// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.task;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.ColdStart;
import dev.cfmanager.common.log.Correlation;
import dev.cfmanager.common.log.JsonLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * The shell around work that is not called over HTTP: a state machine's step, a schedule. JSON object in, JSON object
 * out, one log line, which names the request that all this follows from: the input's {@code correlationId}, else its own
 * id. Failures are thrown, so that the caller's {@code Retry} and {@code Catch} decide: Lambda reports
 * the class name as the error, and transient ones are {@link TransientTaskException}.
 */
public abstract class TaskHandler implements RequestStreamHandler, Resource {
    private final JsonLog log;
    private final ColdStart coldStart = new ColdStart();

    /** A shell for one task. */
    protected TaskHandler(ExecutionEnvironment environment) {
        this.log = environment.log();
        Core.getGlobalContext().register(this);
    }

    /**
     * Does the work.
     *
     * @throws OperationException for every expected failure
     */
    protected abstract ObjectNode run(ObjectNode input);

    @Override
    public final void handleRequest(InputStream event, OutputStream out, Context context) throws IOException {
        long began = System.nanoTime();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", getClass().getSimpleName());
        fields.put("requestId", context.getAwsRequestId());
        coldStart.tellIn(fields);
        try (Deadline ignored = Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()))) {
            ObjectNode input = read(event);
            String correlationId = input.path(Correlation.MEMBER).asText(context.getAwsRequestId());
            fields.put(Correlation.MEMBER, correlationId);
            ObjectNode output = run(input, correlationId);
            out.write(Json.write(output).getBytes(StandardCharsets.UTF_8));
            fields.put("durationMs", Duration.ofNanos(System.nanoTime() - began).toMillis());
            log.info("task", fields);
        } catch (RuntimeException failure) {
            fields.put("durationMs", Duration.ofNanos(System.nanoTime() - began).toMillis());
            fields.put("failure", failure);
            log.error("task", fields);
            if (failure instanceof OperationException
                    && ((OperationException) failure).kind().isTransient()) {
                throw new TransientTaskException(((OperationException) failure).text(), failure);
            }
            throw failure;
        }
    }

    private ObjectNode run(ObjectNode input, String correlationId) {
        try (Correlation followed = Correlation.of(correlationId)) {
            return run(input);
        }
    }

    @Override
    public final void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        Json.write(Json.object().put("primed", PrimingContext.INSTANCE.getFunctionName()));
        prime();
    }

    @Override
    public final void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing was captured that must be renewed.
    }

    /** What else to exercise before a snapshot; must have no side effect. Nothing by default. */
    protected void prime() {}

    private static ObjectNode read(InputStream event) throws IOException {
        String text = new String(event.readAllBytes(), StandardCharsets.UTF_8);
        JsonNode node = text.isBlank() ? Json.object() : Json.parse(text);
        if (!node.isObject()) {
            throw OperationException.validation("The task's input must be a JSON object.");
        }
        return (ObjectNode) node;
    }
}
