// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** AWS Lambda on the wire ({@code /2015-03-31/functions}), and the host's entrance to it. */
public final class LambdaService implements TwinService {
    private final Map<String, HostedFunction> served = new ConcurrentHashMap<>();
    private final Map<String, Duration> durations = new ConcurrentHashMap<>();
    private final Invocations invocations;
    private volatile FunctionHost host = name -> Optional.empty();

    /** Lambda with what the kernel's store remembers of it. */
    public LambdaService(Kernel kernel) {
        this.invocations = new Invocations(kernel);
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

    /** The virtual time one run of a function (by name or ARN) occupies: as scripted, but never beyond its timeout. */
    public Duration durationOf(String reference, String region) {
        FunctionName name = FunctionName.parse(reference, null, region);
        Duration scripted = durations.getOrDefault(name.name(), Duration.ZERO);
        Duration most = hosted(name.name()).map(HostedFunction::timeout).orElse(scripted);
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
        List<String> path = request.pathSegments();
        if (request.method().equals("POST")
                && path.size() == 4
                && path.get(1).equals("functions")
                && path.get(3).equals("invocations")) {
            FunctionName name = FunctionName.parse(
                    path.get(2), request.queryParameter("Qualifier").orElse(null), caller.region());
            return new Operation(
                    "Invoke",
                    Set.of("lambda:InvokeFunction"),
                    List.of(name.qualifiedArn()),
                    () -> invocations.answer(target(name), request));
        }
        throw new AwsError(
                404, "UnknownOperationException", "no operation " + request.method() + " " + request.rawPath());
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        ObjectNode body = Json.object();
        body.put("Type", error.status() >= 500 ? "Service" : "User");
        body.put("Message", error.text());
        body.put("message", error.text());
        return TwinResponse.json(error.status(), "application/json", Json.write(body))
                .with("x-amzn-ErrorType", error.code());
    }

    @Override
    public AwsError throttled() {
        return new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
    }

    private Invocations.Target target(FunctionName name) {
        HostedFunction function = hosted(name.name()).orElseThrow(name::notFound);
        return new Invocations.Target(
                name, function, name.qualifier().orElse("$LATEST"), durations.getOrDefault(name.name(), Duration.ZERO));
    }

    private Optional<HostedFunction> hosted(String functionName) {
        HostedFunction own = served.get(functionName);
        return own == null ? host.find(functionName) : Optional.of(own);
    }
}
