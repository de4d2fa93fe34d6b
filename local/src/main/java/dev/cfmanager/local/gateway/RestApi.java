// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.local.sam.ApiDefinition;
import dev.cfmanager.local.sam.Preflight;
import dev.cfmanager.local.sam.Route;
import dev.cfmanager.local.signin.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A REST API with proxy integrations, as API Gateway serves it: a route that the template does not declare does not
 * exist, and errors of the gateway itself are worded as the template says. Thread-safe.
 */
public final class RestApi implements AutoCloseable {
    /** More is refused, by API Gateway's quota: 10 MB. */
    public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static final int LAMBDA_TOO_LARGE = 413;
    private static final int LAMBDA_THROTTLED = 429;

    private final ApiDefinition definition;
    private final String apiId;
    private final List<Served> routes;
    private final Optional<TokenVerifier> verifier;
    private final Optional<RequestLimit> limit;
    private final ErrorAnswers errors;
    private final InstantSource clock;
    private final Duration timeout;
    private final ExecutorService running = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "function");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * An API.
     *
     * @param routes its routes and the functions behind them
     * @param verifier checks tokens; needed when the definition names a user pool
     * @param clock the time events carry
     * @param timeout how long a function may take; API Gateway's own limit is 29 seconds
     */
    public RestApi(
            ApiDefinition definition,
            String apiId,
            Map<Route, Integration> routes,
            Optional<TokenVerifier> verifier,
            InstantSource clock,
            Duration timeout) {
        this.definition = definition;
        this.apiId = apiId;
        List<Served> served = new ArrayList<>();
        routes.forEach(
                (route, integration) -> served.add(new Served(route, PathPattern.of(route.path()), integration)));
        served.sort(Comparator.comparing(Served::pattern, PathPattern.MOST_SPECIFIC_FIRST));
        this.routes = served;
        this.verifier = verifier;
        this.limit = definition.throttle().map(throttle -> new RequestLimit(throttle, System::nanoTime));
        this.errors = new ErrorAnswers(definition.responses());
        this.clock = clock;
        this.timeout = timeout;
    }

    /** The first segment of every path of this API. */
    public String stage() {
        return definition.stage();
    }

    /** What it serves, most specific first, as {@code GET /path}. */
    public List<String> routes() {
        return routes.stream()
                .map(served -> served.route().method() + " /" + stage()
                        + served.route().path())
                .toList();
    }

    /**
     * Answers a request.
     *
     * @param path its path after the stage, still percent-encoded
     */
    public TwinResponse answer(TwinRequest request, String path) {
        String requestId = UUID.randomUUID().toString();
        if (request.body().length > MAX_BODY_BYTES) {
            return errors.answer(GatewayError.REQUEST_TOO_LARGE, requestId);
        }
        if (limit.isPresent() && !limit.get().admit()) {
            return errors.answer(GatewayError.THROTTLED, requestId);
        }
        Optional<TwinResponse> preflight = preflight(request, path, requestId);
        if (preflight.isPresent()) {
            return preflight.get();
        }
        for (Served served : routes) {
            Optional<Map<String, String>> parameters = served.pattern().match(path);
            if (parameters.isPresent() && served.accepts(request.method())) {
                return authorised(served, request, path, parameters.get(), requestId);
            }
        }
        return errors.answer(GatewayError.MISSING_AUTHENTICATION_TOKEN, requestId);
    }

    @Override
    public void close() {
        running.shutdownNow();
    }

    private Optional<TwinResponse> preflight(TwinRequest request, String path, String requestId) {
        boolean asked = request.method().equals("OPTIONS")
                && routes.stream()
                        .anyMatch(served -> served.pattern().match(path).isPresent());
        return asked ? definition.preflight().map(answer -> preflight(answer, requestId)) : Optional.empty();
    }

    private static TwinResponse preflight(Preflight preflight, String requestId) {
        TwinResponse response = TwinResponse.empty(200).with("x-amzn-RequestId", requestId);
        for (Map.Entry<String, String> header : preflight.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    private TwinResponse authorised(
            Served served, TwinRequest request, String path, Map<String, String> parameters, String requestId) {
        Map<String, String> claims = Map.of();
        if (verifier.isPresent() && !served.route().open()) {
            Optional<String> token = request.header(definition.tokenHeader()).filter(value -> !value.isBlank());
            if (token.isEmpty()) {
                return errors.answer(GatewayError.UNAUTHORIZED, requestId);
            }
            try {
                claims = verifier.get().verify(token.get());
            } catch (TokenVerifier.RefusedToken refused) {
                return errors.answer(GatewayError.UNAUTHORIZED, refused.reason(), requestId);
            }
        }
        ProxyEvent event = new ProxyEvent(
                request, path, served.route().path(), parameters, stage(), apiId, claims, requestId, clock.instant());
        return run(served.integration(), event.json(), requestId);
    }

    private TwinResponse run(Integration integration, byte[] event, String requestId) {
        Future<TwinResponse> answer = running.submit(() -> integration.invoke(event));
        try {
            return read(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS), requestId);
        } catch (TimeoutException e) {
            return errors.answer(GatewayError.INTEGRATION_TIMEOUT, requestId); // the function goes on, as in AWS
        } catch (ExecutionException e) {
            return errors.answer(GatewayError.API_CONFIGURATION_ERROR, requestId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return errors.answer(GatewayError.INTEGRATION_TIMEOUT, requestId);
        }
    }

    private TwinResponse read(TwinResponse lambda, String requestId) {
        if (lambda.status() == LAMBDA_TOO_LARGE) {
            return errors.answer(GatewayError.REQUEST_TOO_LARGE, requestId);
        }
        if (lambda.status() == LAMBDA_THROTTLED) {
            return errors.answer(GatewayError.THROTTLED, requestId);
        }
        if (lambda.status() != 200 || lambda.header("X-Amz-Function-Error").isPresent()) {
            return errors.answer(GatewayError.API_CONFIGURATION_ERROR, requestId);
        }
        return ProxyAnswer.read(lambda.body())
                .map(response -> response.with("x-amzn-RequestId", requestId))
                .orElseGet(() -> errors.answer(GatewayError.API_CONFIGURATION_ERROR, requestId));
    }

    private record Served(Route route, PathPattern pattern, Integration integration) {
        boolean accepts(String method) {
            return route.method().equals("ANY") || route.method().equals(method);
        }
    }
}
