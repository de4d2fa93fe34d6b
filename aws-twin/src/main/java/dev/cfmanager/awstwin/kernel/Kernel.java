// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
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

    private final VirtualClock clock;
    private final Store store;
    private final Ids ids;
    private final Faults faults;
    private final CallLog calls = new CallLog();
    private final Map<String, TwinService> services = new LinkedHashMap<>();
    private final Map<String, String> identities = new ConcurrentHashMap<>();

    /** A kernel without services. */
    public Kernel(VirtualClock clock, Store store, long seed) {
        this.clock = clock;
        this.store = store;
        this.ids = new Ids(seed, store.map("ids"));
        this.faults = new Faults(seed, clock);
    }

    /** Adds a service; the kernel routes to it from then on. */
    public void add(TwinService service) {
        services.put(service.signingName(), service);
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

    /** The fault script. */
    public Faults faults() {
        return faults;
    }

    /** The call log. */
    public CallLog calls() {
        return calls;
    }

    /** Names the owner of an access key, so that the call log says which function called. */
    public void identify(String accessKeyId, String identity) {
        identities.put(accessKeyId, identity);
    }

    /** Closes the services that hold something outside the store; the store stays open. */
    @Override
    public void close() {
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
        String requestId = ids.uuid();
        Call call = new Call(
                calls.nextNumber(),
                clock.instant(),
                scope.caller(),
                scope.service(),
                "Unknown",
                java.util.Set.of(),
                List.of(),
                0,
                "");
        try {
            Operation operation = service.resolve(request, scope.caller());
            call = new Call(
                    call.number(),
                    call.at(),
                    call.caller(),
                    call.service(),
                    operation.name(),
                    operation.iamActions(),
                    operation.resources(),
                    0,
                    "");
            faults.before(call);
            TwinResponse response = operation.run().get();
            store.commit();
            response = faults.after(call, response);
            calls.add(call.answered(response.status(), ""));
            return stamp(response, service, requestId);
        } catch (AwsError error) {
            store.commit();
            calls.add(call.answered(error.status(), error.code()));
            return stamp(service.render(error, request), service, requestId);
        } catch (IOException | TwinCrash broken) {
            store.commit();
            calls.add(call);
            throw broken;
        }
    }

    private static TwinResponse stamp(TwinResponse response, TwinService service, String requestId) {
        String header = service.signingName().equals("s3") ? "x-amz-request-id" : "x-amzn-RequestId";
        return response.header(header).isPresent() ? response : response.with(header, requestId);
    }

    private Scope scope(TwinRequest request) {
        Optional<String> authorization = request.header("authorization");
        if (authorization.isPresent()) {
            Matcher matcher = SCOPE.matcher(authorization.get());
            if (matcher.find()) {
                return scope(matcher);
            }
        }
        Optional<String> credential = request.queryParameter("X-Amz-Credential");
        if (credential.isPresent()) {
            Matcher matcher = PRESIGNED_SCOPE.matcher(credential.get());
            if (matcher.matches()) {
                return scope(matcher);
            }
        }
        return new Scope("s3", Caller.anonymous()); // S3 is the only service here that anonymous callers may reach
    }

    private Scope scope(Matcher matcher) {
        String accessKeyId = matcher.group(1);
        String identity = identities.getOrDefault(accessKeyId, accessKeyId);
        return new Scope(matcher.group(4), new Caller(identity, matcher.group(3), true));
    }

    private record Scope(String service, Caller caller) {}
}
