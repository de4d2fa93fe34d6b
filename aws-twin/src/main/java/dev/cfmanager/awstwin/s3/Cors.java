// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What browsers are told about scripts of other origins.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html">CORS</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html">preflight</a>
 */
final class Cors {
    private final Buckets buckets;

    Cors(Buckets buckets) {
        this.buckets = buckets;
    }

    void addTo(Routes routes) {
        for (Route.Level level : List.of(Route.Level.BUCKET, Route.Level.OBJECT)) {
            routes.open("OPTIONS", level, List.of(), "OptionsObject", request -> List.of(), this::preflight);
        }
    }

    /** The answer with CORS headers, when the request comes from a script that the bucket admits. */
    TwinResponse stamp(S3Request request, TwinResponse response) {
        Optional<String> origin = request.header("origin");
        if (origin.isEmpty() || response.header("Access-Control-Allow-Origin").isPresent()) {
            return response;
        }
        return buckets.find(request.bucket())
                .flatMap(CorsConfiguration::of)
                .flatMap(cors -> cors.ruleFor(origin.get(), request.http().method(), List.of()))
                .map(rule -> rule.stamp(response, origin.get()))
                .orElse(response);
    }

    private TwinResponse preflight(S3Request request) {
        String origin = request.header("origin")
                .orElseThrow(() -> insufficient("Insufficient information. Origin request header needed."));
        String method = request.header("access-control-request-method")
                .orElseThrow(() -> insufficient("Invalid Access-Control-Request-Method: null"));
        CorsConfiguration cors = CorsConfiguration.of(buckets.get(request.bucket()))
                .orElseThrow(() -> forbidden(method, "CORSResponse: CORS is not enabled for this bucket."));
        List<String> headers = request.header("access-control-request-headers")
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(header -> !header.isEmpty())
                        .toList())
                .orElse(List.of());
        CorsRule rule = cors.ruleFor(origin, method, headers)
                .orElseThrow(() -> forbidden(
                        method,
                        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, "
                                + "request method / Access-Control-Request-Method or Access-Control-Request-Headers are "
                                + "not whitelisted by the resource's CORS spec."));
        TwinResponse answer = rule.stamp(TwinResponse.empty(200), origin);
        return headers.isEmpty() ? answer : answer.with("Access-Control-Allow-Headers", String.join(", ", headers));
    }

    private static AwsError insufficient(String message) {
        return new AwsError(400, "BadRequest", message);
    }

    private static AwsError forbidden(String method, String message) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("Method", method);
        members.put("ResourceType", "OBJECT");
        return new AwsError(403, "AccessForbidden", message, members);
    }
}
