// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routes requests to services by the service a client signed for, and does for all of them what AWS's front door does:
 * the fault script, the call log, the request id, errors in the service's protocol, durable writes.
 */
public final class Kernel implements AutoCloseable {
    /** The account that everything in the twin belongs to. */
    public static final String ACCOUNT = "123456789012";

    private static final Pattern SCOPE =
            Pattern.compile("Credential=([^/,\\s]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request");
    private static final Pattern PRESIGNED_SCOPE =
            Pattern.compile("([^/]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request");

    /** The application id that an SDK client or the {@code AWS_SDK_UA_APP_ID} variable puts into the user agent. */
    private static final Pattern APPLICATION = Pattern.compile("(?:^| )app/(\\S+)");

    private final VirtualClock clock;
    private final Store store;
    private final Ids ids;
    private final Ids requestIds;
    private final Faults faults;
    private final CallLog calls = new CallLog();
    private final Map<String, TwinService> services = new LinkedHashMap<>();
    private final Map<String, String> identities = new ConcurrentHashMap<>();
    private final Credentials credentials = new Credentials();

    /** A kernel without services. */
    public Kernel(VirtualClock clock, Store store, long seed) {
        this.clock = clock;
        this.store = store;
        this.ids = new Ids(seed, store.map("ids"));
        this.faults = new Faults(seed);
        clock.keepIn(store);
        this.requestIds = new Ids(seed + clock.instant().toEpochMilli(), new HashMap<>());
    }

    /** Adds a service; the kernel routes to it from then on. */
    public void add(TwinService service) {
        services.put(service.signingName(), service);
    }

    /** The signing names of the services it routes to, in the order they were added. */
    public List<String> services() {
        return List.copyOf(services.keySet());
    }

    /** Virtual time. */
    public VirtualClock clock() {
        return clock;
    }

    /** Storage. */
    public Store store() {
        return store;
    }

    /** Identifiers. */
    public Ids ids() {
        return ids;
    }

    /** Identifiers of requests: nobody needs them later, so that reading neither writes nor moves other identifiers. */
    public Ids requestIds() {
        return requestIds;
    }

    /** The fault script. */
    public Faults faults() {
        return faults;
    }

    /** The call log. */
    public CallLog calls() {
        return calls;
    }

    /** The access keys whose signatures can be verified. */
    public Credentials credentials() {
        return credentials;
    }

    /** Names the owner of an access key, so that the call log says who called; see {@link Caller#identity}. */
    public void identify(String accessKeyId, String identity) {
        identities.put(accessKeyId, identity);
    }

    /** Stops time and closes the services that hold something outside the store; the store stays open. */
    @Override
    public void close() {
        clock.stop();
        for (TwinService service : services.values()) {
            service.close();
        }
    }

    /**
     * Answers one request.
     *
     * @throws IOException when the script breaks the connection
     */
    public TwinResponse handle(TwinRequest request) throws IOException {
        Scope scope = scope(request);
        TwinService service = services.get(scope.service());
        if (service == null) {
            return TwinResponse.json(
                    501,
                    "application/json",
                    "{\"message\":\"the twin does not speak the service '" + scope.service() + "'; it speaks "
                            + services.keySet() + "\"}");
        }
        Call call = Call.arriving(calls.nextNumber(), clock.instant(), scope.caller(), scope.service());
        String requestId = requestIds.uuid();
        try {
            Operation operation = service.resolve(request, scope.caller());
            call = call.resolved(operation);
            Strikes strikes = faults.strike(call);
            Moment moment = new Moment("before", call, request, service, clock);
            TwinResponse stale = strikes.before(moment);
            if (stale != null) {
                calls.add(call.answered(stale.status(), ""));
                return stamp(stale, service, requestId);
            }
            Outcome outcome = run(operation, service, request);
            store.commit();
            TwinResponse response = strikes.after(moment.after(), outcome.response());
            calls.add(call.answered(response.status(), outcome.errorCode()));
            return stamp(response, service, requestId);
        } catch (AwsError error) {
            calls.add(call.answered(error.status(), error.code()));
            return stamp(service.render(error, request), service, requestId);
        } catch (IOException | RuntimeException | Error broken) {
            store.commit();
            calls.add(call);
            throw broken;
        }
    }

    private static Outcome run(Operation operation, TwinService service, TwinRequest request) {
        try {
            return new Outcome(operation.run().get(), "");
        } catch (AwsError error) {
            return new Outcome(service.render(error, request), error.code());
        }
    }

    private static TwinResponse stamp(TwinResponse response, TwinService service, String requestId) {
        String header = service.requestIdHeader();
        return response.header(header).isPresent() ? response : response.with(header, requestId);
    }

    private Scope scope(TwinRequest request) {
        Optional<String> authorization = request.header("authorization");
        if (authorization.isPresent()) {
            Matcher matcher = SCOPE.matcher(authorization.get());
            if (matcher.find()) {
                return scope(matcher, request);
            }
        }
        Optional<String> credential = request.queryParameter("X-Amz-Credential");
        if (credential.isPresent()) {
            Matcher matcher = PRESIGNED_SCOPE.matcher(credential.get());
            if (matcher.matches()) {
                return scope(matcher, request);
            }
        }
        if (request.hasQuery("AWSAccessKeyId") && request.hasQuery("Signature")) {
            String accessKeyId = request.queryParameter("AWSAccessKeyId").orElse("");
            return scope("s3", accessKeyId, "us-east-1", request); // signature version 2: S3's alone, without a region
        }
        return new Scope("s3", Caller.anonymous()); // S3 is the only service here that anonymous callers may reach
    }

    private Scope scope(Matcher matcher, TwinRequest request) {
        return scope(matcher.group(4), matcher.group(1), matcher.group(3), request);
    }

    private Scope scope(String service, String accessKeyId, String region, TwinRequest request) {
        String identity = identities.get(accessKeyId);
        if (identity == null) {
            Matcher application =
                    APPLICATION.matcher(request.header("user-agent").orElse(""));
            identity = application.find() ? application.group(1) : accessKeyId;
        }
        return new Scope(service, new Caller(identity, region, true));
    }

    private record Scope(String service, Caller caller) {}

    private record Outcome(TwinResponse response, String errorCode) {}
}
