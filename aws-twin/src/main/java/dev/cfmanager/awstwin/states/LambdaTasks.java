// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.lambda.LambdaCaller;
import dev.cfmanager.awstwin.lambda.LambdaService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls functions for Tasks and names their errors as Step Functions does
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">error handling</a>,
 * <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html">Lambda integration</a>).
 */
final class LambdaTasks {
    private final LambdaCaller caller;
    private final LambdaService lambda;

    LambdaTasks(LambdaCaller caller, LambdaService lambda) {
        this.caller = caller;
        this.lambda = lambda;
    }

    /** Calls the function now; the answer may arrive later, see {@link #duration}. */
    Outcome perform(Attempt attempt) {
        try {
            TwinResponse response = caller.invoke(
                    attempt.identity(),
                    attempt.region(),
                    attempt.function(),
                    attempt.qualifier(),
                    attempt.invocationType(),
                    attempt.payload().getBytes(StandardCharsets.UTF_8));
            return outcome(attempt, response);
        } catch (IOException e) {
            return Outcome.failure("Lambda.SdkClientException", "Unable to execute HTTP request: " + e.getMessage());
        }
    }

    /** The virtual time the call takes. */
    Duration duration(Attempt attempt) {
        try {
            return attempt.invocationType().equals("RequestResponse")
                    ? lambda.durationOf(attempt.function(), attempt.region())
                    : Duration.ZERO;
        } catch (AwsError noSuchFunction) {
            return Duration.ZERO;
        }
    }

    private static Outcome outcome(Attempt attempt, TwinResponse response) {
        if (response.status() >= 300) {
            return refused(response);
        }
        if (response.header("X-Amz-Function-Error").isPresent()) {
            return functionError(response.bodyText());
        }
        JsonNode payload;
        try {
            payload = response.body().length == 0 ? empty(attempt) : Json.parse(response.bodyText());
        } catch (JsonProcessingException e) {
            return Outcome.failure(
                    StateFailure.RUNTIME, "The function returned a payload that is no JSON: " + e.getOriginalMessage());
        }
        return Outcome.success(attempt.optimized() ? wrapped(response, payload) : payload);
    }

    private static JsonNode empty(Attempt attempt) {
        return attempt.invocationType().equals("RequestResponse") ? NullNode.instance : TextNode.valueOf("");
    }

    private static Outcome refused(TwinResponse response) {
        String code = response.header("x-amzn-ErrorType").orElse("Unknown");
        String error = code.endsWith("Exception") ? "Lambda." + code : "Lambda.AWSLambdaException";
        String message = response.bodyText();
        try {
            message = Json.parse(message).path("Message").asText(message);
        } catch (JsonProcessingException e) {
            message = response.bodyText(); // not Lambda's own answer: shown as it came
        }
        return Outcome.failure(
                error,
                message + " (Service: Lambda, Status Code: " + response.status() + ", Request ID: "
                        + requestId(response) + ")");
    }

    private static Outcome functionError(String payload) {
        try {
            String type = Json.parse(payload).path("errorType").asText("");
            if (!type.isEmpty()) {
                return Outcome.failure(type, payload);
            }
        } catch (JsonProcessingException e) {
            return unknown(payload);
        }
        return unknown(payload);
    }

    private static Outcome unknown(String payload) {
        return Outcome.failure(
                "Lambda.Unknown",
                "The cause could not be determined because Lambda did not return an error type. Returned payload: "
                        + payload);
    }

    private static ObjectNode wrapped(TwinResponse response, JsonNode payload) {
        ObjectNode result = Json.object();
        response.header("X-Amz-Executed-Version").ifPresent(version -> result.put("ExecutedVersion", version));
        result.set("Payload", payload);
        ObjectNode http = result.putObject("SdkHttpMetadata");
        ObjectNode all = http.putObject("AllHttpHeaders");
        response.headers().forEach((name, value) -> all.putArray(name).add(value));
        http.set("HttpHeaders", Json.strings(response.headers()));
        http.put("HttpStatusCode", response.status());
        result.putObject("SdkResponseMetadata").put("RequestId", requestId(response));
        result.put("StatusCode", response.status());
        return result;
    }

    private static String requestId(TwinResponse response) {
        return response.header("x-amzn-RequestId").orElse("");
    }
}
