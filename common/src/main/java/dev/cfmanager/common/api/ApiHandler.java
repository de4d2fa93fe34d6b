// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.ColdStart;
import dev.cfmanager.common.log.Correlation;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.common.log.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The shell around every API operation: parses the gateway's event, authorises, calls {@link #handle}, and turns its
 * answer or failure into the envelope with CORS headers. Writes one log line per request: operation, status, code,
 * duration in milliseconds, request id; 4xx as INFO, 5xx as ERROR with the failure. CloudWatch reads its metrics out of
 * the same line: {@code Requests}, {@code ThrottleShare}, and {@code Errors} by code.
 *
 * <p>Before a SnapStart snapshot it runs its own path once, without reaching {@link #handle}, so that the first real
 * request after a restore finds its classes loaded. Holds no per-request state; safe for concurrent use.
 */
public abstract class ApiHandler implements RequestStreamHandler, Resource {
    private static final String PRIMING =
            "{\"httpMethod\":\"OPTIONS\",\"resource\":\"/\",\"headers\":{\"Origin\":\"null\"},"
                    + "\"requestContext\":{\"requestId\":\"priming\",\"authorizer\":{\"claims\":{\"sub\":\"priming\"}}}}";

    private final Access access;
    private final Cors cors;
    private final String adminGroup;
    private final String operatorGroup;
    private final JsonLog log;
    private final InstantSource clock;
    private final Optional<Idempotency> idempotency;
    private final ColdStart coldStart = new ColdStart();
    private final AwsErrorRules awsErrors = AwsErrorRules.shared();

    /** A shell for one operation. */
    protected ApiHandler(ExecutionEnvironment environment, Access access) {
        Env env = environment.env();
        this.access = access;
        this.cors = Cors.of(env);
        this.adminGroup = env.get(EnvironmentVariable.ADMIN_GROUP, "Administrators");
        this.operatorGroup = env.get(EnvironmentVariable.OPERATOR_GROUP, "Operators");
        this.log = environment.log();
        this.clock = environment.clock();
        this.idempotency = access == Access.READ
                ? Optional.empty()
                : env.find(EnvironmentVariable.IDEMPOTENCY_TABLE).map(table -> new Idempotency(environment, table));
        Core.getGlobalContext().register(this);
    }

    /**
     * Serves one authorised request.
     *
     * @throws OperationException for every expected failure; anything else becomes a 500 that tells nothing
     */
    protected abstract ApiResponse handle(ApiRequest request);

    @Override
    public final void handleRequest(InputStream event, OutputStream out, Context context) throws IOException {
        long began = System.nanoTime();
        ApiRequest request = GatewayEvents.read(event);
        Answer answer;
        try (Deadline ignored = Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()));
                Correlation followed = Correlation.of(request.requestId())) {
            answer = answer(request);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Request-Id", request.requestId());
        headers.put("Cache-Control", "no-store");
        headers.putAll(cors.headers(request.header("origin")));
        headers.putAll(answer.headers());
        GatewayAnswers.write(out, answer.status(), headers, answer.body());
        logLine(request, answer, Duration.ofNanos(System.nanoTime() - began));
    }

    @Override
    public final void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
        handleRequest(
                new ByteArrayInputStream(PRIMING.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                PrimingContext.INSTANCE);
        coldStart.expect();
        GatewayAnswers.success(ApiResponse.ok(Json.object().put("primed", true)));
        prime();
    }

    @Override
    public final void afterRestore(org.crac.Context<? extends Resource> context) {
        // Nothing was captured that must be renewed: ids, clocks, connections and credentials are made when used.
    }

    /** What else to exercise before a snapshot; must have no side effect. Nothing by default. */
    protected void prime() {}

    private Answer answer(ApiRequest request) {
        if (request.method().equals("OPTIONS")) {
            return new Answer(200, Map.of(), "", null, "");
        }
        try {
            authorise(request);
            if (idempotency.isPresent() && request.method().equals("POST")) {
                return idempotency.get().once(request, () -> succeed(handle(request)));
            }
            return succeed(handle(request));
        } catch (OperationException failure) {
            return failed(request, failure);
        } catch (SdkException failure) {
            return failed(request, awsErrors.translate(failure));
        } catch (RuntimeException failure) {
            return failed(
                    request,
                    new OperationException(
                            ErrorKind.INTERNAL_ERROR,
                            "Something went wrong on our side. Try again; if it stays, report the request id "
                                    + request.requestId() + ".",
                            failure));
        }
    }

    private void authorise(ApiRequest request) {
        if (!request.caller().authenticated()) {
            throw new OperationException(
                    ErrorKind.UNAUTHENTICATED, "Sign in first: the request carries no valid token.");
        }
        Set<String> groups = request.caller().groups();
        boolean allowed = access == Access.READ
                || groups.contains(adminGroup)
                || access == Access.OPERATE && groups.contains(operatorGroup);
        if (!allowed) {
            String needed = access == Access.OPERATE ? operatorGroup + " or " + adminGroup : adminGroup;
            throw new OperationException(
                    ErrorKind.FORBIDDEN, "You may look but not change: this needs the group " + needed + ".");
        }
    }

    private static Answer succeed(ApiResponse response) {
        ObjectNode body = response.enveloped() ? GatewayAnswers.success(response) : response.data();
        return new Answer(response.status(), response.headers(), Json.write(body), null, "");
    }

    private static Answer failed(ApiRequest request, OperationException failure) {
        Map<String, String> headers = failure.retryAfter()
                .map(wait -> Map.of("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))))
                .orElse(Map.of());
        String body = Json.write(GatewayAnswers.failure(failure, failure.text(), request.requestId()));
        return new Answer(
                failure.kind().status(), headers, body, failure, failure.kind().name());
    }

    private void logLine(ApiRequest request, Answer answer, Duration took) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", getClass().getSimpleName());
        fields.put("method", request.method());
        fields.put("resource", request.resource());
        fields.put("status", answer.status());
        if (!answer.code().isEmpty()) {
            fields.put("code", answer.code());
        }
        fields.put("durationMs", took.toMillis());
        fields.put("requestId", request.requestId());
        coldStart.tellIn(fields);
        metrics(answer).into(fields, clock);
        if (answer.status() >= 500 && answer.failure() != null) {
            fields.put("failure", answer.failure());
            log.error("request", fields);
        } else {
            log.info("request", fields);
        }
    }

    /** Few, because each costs: what CloudWatch already knows of the gateway and of each function is not repeated. */
    private static Metrics metrics(Answer answer) {
        Metrics metrics = new Metrics()
                .dimension("Component", "Api")
                .put("Requests", 1, Metrics.Unit.COUNT)
                .put("ThrottleShare", answer.code().equals(ErrorKind.THROTTLED.name()) ? 100 : 0, Metrics.Unit.PERCENT);
        return answer.code().isEmpty()
                ? metrics
                : metrics.put("Errors", 1, Metrics.Unit.COUNT).breakDown("Errors", "Code", answer.code());
    }

    /** A finished answer, its body already text, so that it can be kept and given again word for word. */
    record Answer(
            int status,
            Map<String, String> headers,
            String body,
            @Nullable Throwable failure,
            String code) {}
}
