// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** CloudFront's REST paths: which method, path and query is which operation. */
final class Routes {
    private static final String VERSION = "2020-05-31";

    private final Map<String, List<Route>> byFirstSegment = new HashMap<>();

    /**
     * Adds an operation.
     *
     * @param template the path after the API version, such as {@code distribution/{Id}/config}; a {@code ?name} or
     *     {@code ?name=value} at its end must be in the query
     * @param resource the resource of the ARN that IAM checks, such as {@code distribution/{Id}}, or {@code *}
     */
    void on(
            String method,
            String template,
            String operation,
            String resource,
            Function<Exchange, TwinResponse> handler) {
        on(method, template, operation, Set.of("cloudfront:" + operation), resource, handler);
    }

    /** Adds an operation that needs other IAM actions than the one of its name. */
    void on(
            String method,
            String template,
            String operation,
            Set<String> actions,
            String resource,
            Function<Exchange, TwinResponse> handler) {
        int question = template.indexOf('?');
        String path = question < 0 ? template : template.substring(0, question);
        String query = question < 0 ? "" : template.substring(question + 1);
        List<String> segments = List.of(path.split("/"));
        byFirstSegment
                .computeIfAbsent(segments.get(0), unused -> new ArrayList<>())
                .add(new Route(method, segments, query, operation, actions, resource, handler));
    }

    /**
     * The operation a request asks for.
     *
     * @throws AwsError 404 when there is none
     */
    Operation resolve(TwinRequest request) {
        List<String> segments = request.pathSegments();
        if (segments.size() > 1 && segments.get(0).equals(VERSION)) {
            List<String> path = segments.subList(1, segments.size());
            Route best = null;
            for (Route route : byFirstSegment.getOrDefault(path.get(0), List.of())) {
                if (route.matches(request, path) && (best == null || best.query.isEmpty())) {
                    best = route;
                }
            }
            if (best != null) {
                return best.operation(request, path);
            }
        }
        throw new AwsError(
                404,
                "UnknownOperation",
                "The twin has no CloudFront operation at " + request.method() + " " + request.rawPath() + ".");
    }

    /** The ARN of a CloudFront resource of the twin's account. */
    static String arn(String resource) {
        return "arn:aws:cloudfront::" + Kernel.ACCOUNT + ":" + resource;
    }

    private record Route(
            String method,
            List<String> segments,
            String query,
            String operation,
            Set<String> actions,
            String resource,
            Function<Exchange, TwinResponse> handler) {

        boolean matches(TwinRequest request, List<String> path) {
            if (!request.method().equals(method) || path.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            if (query.isEmpty()) {
                return true;
            }
            int equals = query.indexOf('=');
            return equals < 0
                    ? request.hasQuery(query)
                    : request.queryParameter(query.substring(0, equals))
                            .filter(query.substring(equals + 1)::equals)
                            .isPresent();
        }

        Operation operation(TwinRequest request, List<String> path) {
            Map<String, String> variables = new HashMap<>();
            String named = resource;
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (isVariable(segment)) {
                    variables.put(segment.substring(1, segment.length() - 1), path.get(i));
                    named = named.replace(segment, path.get(i));
                }
            }
            String arn = named.equals("*")
                    ? "*"
                    : named.equals("?Resource")
                            ? request.queryParameter("Resource").orElse("*")
                            : arn(named);
            Exchange exchange = new Exchange(request, variables);
            return new Operation(operation, actions, List.of(arn), () -> handler.apply(exchange));
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }
    }
}
