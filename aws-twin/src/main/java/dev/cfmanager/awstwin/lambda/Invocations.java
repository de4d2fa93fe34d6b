// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs functions: at once for {@code RequestResponse}, from the queue for {@code Event}
 * (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>).
 */
final class Invocations {
    /** 6 MB; <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>. */
    private static final int SYNCHRONOUS_PAYLOAD = 6_291_456;
    /** 1 MB, same page. */
    private static final int ASYNCHRONOUS_PAYLOAD = 1_048_576;

    private final Kernel kernel;
    private final EventQueue queue;

    Invocations(Kernel kernel) {
        this.kernel = kernel;
        this.queue = new EventQueue(kernel, this);
    }

    EventQueue queue() {
        return queue;
    }

    /** Answers an Invoke of {@code target}. */
    TwinResponse answer(Target target, TwinRequest request) {
        String type = request.header("x-amz-invocation-type").orElse("RequestResponse");
        byte[] payload = request.body();
        checkPayload(payload, type.equals("Event") ? ASYNCHRONOUS_PAYLOAD : SYNCHRONOUS_PAYLOAD);
        return switch (type) {
            case "DryRun" -> TwinResponse.empty(204);
            case "Event" -> {
                queue.add(target.name(), payload);
                yield TwinResponse.empty(202);
            }
            case "RequestResponse" -> {
                String requestId = kernel.requestIds().uuid();
                Result result = run(target, requestId, payload, clientContext(request));
                TwinResponse answer = new TwinResponse(
                                200, java.util.Map.of("Content-Type", "application/json"), result.payload())
                        .with("X-Amz-Executed-Version", target.version())
                        .with("x-amzn-RequestId", requestId);
                yield result.failed() ? answer.with("X-Amz-Function-Error", "Unhandled") : answer;
            }
            default ->
                throw new AwsError(
                        400,
                        "InvalidParameterValueException",
                        "Value '" + type
                                + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        };
    }

    /** Runs the function's code once, on this thread. */
    Result run(Target target, String requestId, byte[] payload, Optional<String> clientContext) {
        HostedFunction function = target.function();
        Invocation invocation = new Invocation(
                target.name().name(),
                target.name().qualifiedArn(),
                requestId,
                payload.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : payload.clone(),
                clientContext,
                kernel.clock().instant().plus(function.timeout()),
                function.memoryMegabytes());
        Result result = runCode(function, invocation);
        if (target.duration().compareTo(function.timeout()) > 0) {
            return timedOut(requestId, function.timeout());
        }
        if (result.payload().length > SYNCHRONOUS_PAYLOAD) {
            return Result.failure(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + SYNCHRONOUS_PAYLOAD + " bytes).");
        }
        return result;
    }

    private static Result runCode(HostedFunction function, Invocation invocation) {
        try {
            return new Result(function.code().run(invocation), false);
        } catch (FunctionError error) {
            return Result.failure(error.errorType(), error.getMessage());
        } catch (TwinCrash crash) {
            return Result.failure(
                    "Runtime.ExitError",
                    "RequestId: " + invocation.requestId() + " Error: Runtime exited with error: exit status 1");
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError thrown) {
            return new Result(Json.write(javaError(thrown)).getBytes(StandardCharsets.UTF_8), true);
        }
    }

    private static Result timedOut(String requestId, Duration timeout) {
        String seconds = String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0);
        return Result.failure(
                "Sandbox.Timedout", "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
    }

    /** The error document of Lambda's Java runtime. */
    private static ObjectNode javaError(Throwable thrown) {
        ObjectNode error = Json.object();
        error.put("errorMessage", thrown.getMessage());
        error.put("errorType", thrown.getClass().getName());
        ArrayNode trace = error.putArray("stackTrace");
        for (StackTraceElement element : thrown.getStackTrace()) {
            trace.add(element.toString());
        }
        if (thrown.getCause() != null && thrown.getCause() != thrown) {
            error.set("cause", javaError(thrown.getCause()));
        }
        return error;
    }

    private static void checkPayload(byte[] payload, int most) {
        if (payload.length > most) {
            throw new AwsError(
                    413,
                    "RequestTooLargeException",
                    payload.length + " byte payload is too large for the invocation type (limit " + most + " bytes)");
        }
        if (payload.length > 0) {
            try {
                Json.parse(new String(payload, StandardCharsets.UTF_8));
            } catch (JsonProcessingException e) {
                throw new AwsError(
                        400,
                        "InvalidRequestContentException",
                        "Could not parse request body into json: " + e.getOriginalMessage());
            }
        }
    }

    private static Optional<String> clientContext(TwinRequest request) {
        return request.header("x-amz-client-context")
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    /**
     * A function ready to run.
     *
     * @param duration the virtual time a run takes, as scripted; zero by default
     */
    record Target(FunctionName name, HostedFunction function, String version, Duration duration) {}

    /** What a run left behind: the payload, and whether it is an error document. */
    @SuppressWarnings("ArrayRecordComponent") // payloads are carried, never compared
    record Result(byte[] payload, boolean failed) {

        static Result failure(String errorType, @Nullable String errorMessage) {
            ObjectNode error = Json.object();
            error.put("errorType", errorType);
            error.put("errorMessage", errorMessage);
            return new Result(Json.write(error).getBytes(StandardCharsets.UTF_8), true);
        }
    }
}
