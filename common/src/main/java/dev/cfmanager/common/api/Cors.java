// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.api;

import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CORS headers of every answer: the caller's origin is echoed when it is configured, never a wildcard unless that is
 * what is configured (for development), and never together with credentials, since no cookies are used.
 */
public final class Cors {
    private static final String ALLOW_HEADERS =
            "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,Idempotency-Key,If-Match";
    private static final String ALLOW_METHODS = "GET,POST,PUT,DELETE,OPTIONS";

    private final List<String> origins;

    private Cors(List<String> origins) {
        this.origins = origins;
    }

    /** As {@link EnvironmentVariable#CORS_ALLOWED_ORIGINS} says; no origin is allowed when it is not set. */
    public static Cors of(Env env) {
        return new Cors(Arrays.stream(
                        env.get(EnvironmentVariable.CORS_ALLOWED_ORIGINS, "").split(","))
                .map(String::trim)
                .filter(origin -> !origin.isEmpty())
                .toList());
    }

    /** The headers for a request from that origin; empty means that the request named none. */
    public Map<String, String> headers(Optional<String> requestOrigin) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (origins.contains("*")) {
            headers.put("Access-Control-Allow-Origin", "*");
        } else {
            requestOrigin
                    .filter(origins::contains)
                    .ifPresent(origin -> headers.put("Access-Control-Allow-Origin", origin));
            headers.put("Vary", "Origin");
        }
        headers.put("Access-Control-Allow-Headers", ALLOW_HEADERS);
        headers.put("Access-Control-Allow-Methods", ALLOW_METHODS);
        headers.put("Access-Control-Expose-Headers", "Retry-After,ETag,X-Request-Id");
        return headers;
    }
}
