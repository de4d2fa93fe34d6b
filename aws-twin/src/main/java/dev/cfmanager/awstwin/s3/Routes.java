// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The table of S3's operations. Of the routes that match a request, the one with most marks is meant. */
final class Routes {
    /** Subresources that S3 has and the twin does not, or only to read: to answer them like the plain bucket or object would be a lie. */
    private static final Set<String> NOT_SPOKEN = Set.of(
            "accelerate",
            "analytics",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "torrent");

    private final FrontDoor frontDoor;
    private final List<Route> routes = new ArrayList<>();

    Routes(FrontDoor frontDoor) {
        this.frontDoor = frontDoor;
    }

    /** The operation that a request is for. */
    Route find(S3Request request) {
        Route best = null;
        for (Route route : routes) {
            if (route.matches(request)
                    && (best == null || route.marks().size() > best.marks().size())) {
                best = route;
            }
        }
        if (best == null) {
            throw S3Errors.methodNotAllowed(request.http().method());
        }
        for (String name : request.http().query().keySet()) {
            if (NOT_SPOKEN.contains(name) && !best.marks().contains(name)) {
                throw new AwsError(501, "NotImplemented", "the twin does not speak the subresource '" + name + "'");
            }
        }
        return best;
    }

    /** An operation that checks bucket and permission itself. */
    void open(
            String method,
            Route.Level level,
            List<String> marks,
            String operation,
            Function<S3Request, List<Permission>> permissions,
            Function<S3Request, TwinResponse> run) {
        routes.add(new Route(operation, method, level, marks, permissions, run));
    }

    /** An operation on a bucket that needs one permission on it. */
    void bucket(
            String method,
            List<String> marks,
            String operation,
            String action,
            BiFunction<S3Request, Bucket, TwinResponse> run) {
        guarded(
                method,
                Route.Level.BUCKET,
                marks,
                operation,
                request -> List.of(Permission.onBucket(action, request)),
                run);
    }

    /** An operation on an object. */
    void object(
            String method,
            List<String> marks,
            String operation,
            Function<S3Request, List<Permission>> permissions,
            BiFunction<S3Request, Bucket, TwinResponse> run) {
        guarded(method, Route.Level.OBJECT, marks, operation, permissions, run);
    }

    private void guarded(
            String method,
            Route.Level level,
            List<String> marks,
            String operation,
            Function<S3Request, List<Permission>> permissions,
            BiFunction<S3Request, Bucket, TwinResponse> run) {
        open(method, level, marks, operation, permissions, request -> {
            Bucket bucket = frontDoor.enter(request);
            frontDoor.require(request, bucket, permissions.apply(request));
            return run.apply(request, bucket);
        });
    }
}
