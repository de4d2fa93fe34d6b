// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of requests with one thing changed. */
final class Requests {
    private Requests() {}

    static TwinRequest withPath(TwinRequest request, String path) {
        return new TwinRequest(
                request.method(), request.host(), path, request.query(), request.headers(), request.body());
    }

    static TwinRequest withHost(TwinRequest request, String host) {
        return new TwinRequest(
                request.method(),
                host,
                request.rawPath(),
                request.query(),
                header(request, "host", host),
                request.body());
    }

    static TwinRequest withHeader(TwinRequest request, String name, String value) {
        return new TwinRequest(
                request.method(),
                request.host(),
                request.rawPath(),
                request.query(),
                header(request, name, value),
                request.body());
    }

    private static Map<String, List<String>> header(TwinRequest request, String name, String value) {
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        headers.put(name, List.of(value));
        return headers;
    }
}
