// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** AWS Lambda on the wire ({@code /2015-03-31/functions}), the host's entrance to it, and CloudFront's. */
public final class LambdaService implements TwinService, EdgeFunctions {
    private final Kernel kernel;
    private final FunctionData data;
    private final Functions functions;
    private final Replicas replicas;
    private final Invocations invocations;
    private final LambdaRoutes routes;
    private final Map<String, HostedFunction> served = new ConcurrentHashMap<>();
    private final Map<String, Duration> durations = new ConcurrentHashMap<>();
    private volatile FunctionHost host = name -> Optional.empty();

    /** Lambda with what the kernel's store remembers of it. */
    public LambdaService(Kernel kernel, LambdaSettings settings) {
        this.kernel = kernel;
        this.data = new FunctionData(kernel.store());
        this.replicas = new Replicas(kernel.store(), kernel.clock(), settings.replicaDrain());
        this.functions = new Functions(kernel, settings, data, replicas);
        this.invocations = new Invocations(kernel);
        this.routes = new LambdaRoutes(
                functions,
                new FunctionLists(kernel, data),
                new FunctionPolicies(data),
                new Aliases(kernel, data),
                this);
        this.invocations.queue().start(this::target);
    }

    /** Takes the code of all functions from this host; functions given to {@link #serve} come first. */
    public void host(FunctionHost newHost) {
        this.host = newHost;
    }

    /** Makes one function exist, in every region, with Lambda's default limits. */
    public void serve(String functionName, HostedFunction.Code code) {
        served.put(functionName, HostedFunction.of(code));
    }

    /**
     * Scripts the virtual time a function takes. A state machine sees the answer that much later; longer than the
     * function's timeout, and Lambda answers {@code Sandbox.Timedout} although the code had its effect.
     */
    public void takes(String functionName, Duration duration) {
        durations.put(functionName, duration);
    }

    /**
     * Scripts the next creation or version of a function to end in state {@code Failed}.
     *
     * @param reasonCode such as {@code InsufficientRolePermissions}
     */
    public void failNext(String functionName, String reasonCode, String reason) {
        functions.failNext(functionName, reasonCode, reason);
    }

    /** The virtual time one run of a function (by name or ARN) occupies: as scripted, but never beyond its timeout. */
    public Duration durationOf(String reference, String region) {
        FunctionName name = FunctionName.parse(reference, null, region);
        Duration scripted = durations.getOrDefault(name.name(), Duration.ZERO);
        Duration most =
                hosted(name).map(function -> limits(name, function).timeout()).orElse(scripted);
        return scripted.compareTo(most) > 0 ? most : scripted;
    }

    /** How many asynchronous events wait for delivery or for a retry. */
    public int eventsWaiting() {
        return invocations.queue().size();
    }

    @Override
    public String signingName() {
        return "lambda";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        return routes.resolve(request, caller);
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        ObjectNode body = Json.object();
        body.put("Type", error.status() >= 500 ? "Service" : "User");
        body.put("Message", error.text());
        body.put("message", error.text());
        error.members().forEach(body::put);
        return TwinResponse.json(error.status(), "application/json", Json.write(body))
                .with("x-amzn-ErrorType", error.code());
    }

    @Override
    public AwsError throttled() {
        return new AwsError(
                429, "TooManyRequestsException", "Rate Exceeded.", Map.of("Reason", "CallerRateLimitExceeded"));
    }

    @Override
    public Optional<EdgeFunction> version(String versionArn) {
        int colon = versionArn.lastIndexOf(':');
        String number = versionArn.substring(colon + 1);
        if (colon < 0 || !number.matches("\\d+")) {
            return Optional.empty();
        }
        return data.version(versionArn.substring(0, colon), number).map(version -> {
            JsonInput members = new JsonInput((ObjectNode) Json.read(version.members()));
            return new EdgeFunction(
                    versionArn,
                    version.state(kernel.clock().instant()),
                    members.text("Runtime").orElse(""),
                    members.text("Handler").orElse(""),
                    !members.get("Environment").path("Variables").isEmpty(),
                    data.zip(version).clone());
        });
    }

    @Override
    public void replicate(String versionArn, String distributionArn) {
        replicas.begin(versionArn, distributionArn);
    }

    @Override
    public void withdraw(String versionArn, String distributionArn) {
        replicas.end(versionArn, distributionArn);
    }

    TwinResponse invoke(FunctionName name, TwinRequest request) {
        return invocations.answer(target(name), request);
    }

    boolean isCreated(FunctionName name) {
        return data.functions.containsKey(name.arn());
    }

    boolean isHosted(FunctionName name) {
        return hosted(name).isPresent();
    }

    void checkExists(FunctionName name) {
        if (functions.lookUp(name).isEmpty() && !isHosted(name)) {
            throw name.notFound();
        }
    }

    /** GetFunction of a function that only the host knows. */
    ObjectNode hostedFunction(FunctionName name) {
        ObjectNode answer = Json.object();
        answer.set("Configuration", hostedConfiguration(name));
        answer.putObject("Code").put("RepositoryType", "S3");
        return answer;
    }

    /** GetFunctionConfiguration of a function that only the host knows. */
    ObjectNode hostedConfiguration(FunctionName name) {
        HostedFunction function = hosted(name).orElseThrow(name::notFound);
        ObjectNode answer = Json.object();
        answer.put("FunctionName", name.name());
        answer.put("FunctionArn", name.qualifiedArn());
        answer.put("Runtime", function.runtime());
        answer.put("Handler", function.handler());
        answer.put("Timeout", function.timeout().toSeconds());
        answer.put("MemorySize", function.memoryMegabytes());
        answer.put("Version", name.qualifier().orElse(FunctionVersion.LATEST));
        answer.put("State", "Active");
        answer.put("LastUpdateStatus", "Successful");
        return answer;
    }

    private Invocations.Target target(FunctionName name) {
        Optional<FunctionVersion> version = functions.lookUp(name);
        if (isCreated(name)) {
            checkRuns(version.orElseThrow(name::notFound));
        }
        HostedFunction function = hosted(name).orElseThrow(() -> version.isEmpty() ? name.notFound() : noCode(name));
        return new Invocations.Target(
                name,
                limits(name, function),
                version.map(FunctionVersion::version).or(name::qualifier).orElse(FunctionVersion.LATEST),
                durations.getOrDefault(name.name(), Duration.ZERO));
    }

    private void checkRuns(FunctionVersion version) {
        Instant now = kernel.clock().instant();
        if (!version.state(now).equals("Active")) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in the following state: "
                            + version.state(now));
        }
    }

    /** The host's code under the limits of the configuration it was created with, if it was. */
    private HostedFunction limits(FunctionName name, HostedFunction function) {
        return functions
                .lookUp(name)
                .map(version -> new JsonInput((ObjectNode) Json.read(version.members())))
                .map(members -> new HostedFunction(
                        function.code(),
                        members.text("Runtime").orElse(function.runtime()),
                        members.text("Handler").orElse(function.handler()),
                        Duration.ofSeconds(members.integer("Timeout", 3, 1, 900)),
                        members.integer("MemorySize", 128, 128, 10_240)))
                .orElse(function);
    }

    private Optional<HostedFunction> hosted(FunctionName name) {
        HostedFunction own = served.get(name.name());
        return own == null ? host.find(name.name()) : Optional.of(own);
    }

    private static AwsError noCode(FunctionName name) {
        return new AwsError(
                502, "InvalidRuntimeException", "the twin's host has no code to run for " + name.qualifiedArn());
    }
}
