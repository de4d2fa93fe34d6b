// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request as it reached the twin, in memory or over loopback.
 *
 * @param method the HTTP method in upper case
 * @param host the {@code Host} header without its port, lower case
 * @param rawPath the path still percent-encoded, always starting with {@code /}
 * @param query decoded query parameters in order; a parameter without {@code =} has the empty string as its value
 * @param headers header values by lower-case name
 * @param body the whole body with any HTTP transfer coding already removed (but not {@code aws-chunked}); never null
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are carried, never compared
public record TwinRequest(
        String method,
        String host,
        String rawPath,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body) {

    /** Normalises header names to lower case and the host to a bare lower-case name. */
    public TwinRequest {
        Map<String, List<String>> lowered = new TreeMap<>();
        headers.forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = lowered;
        host = bareHost(host);
        rawPath = rawPath.isEmpty() ? "/" : rawPath;
    }

    /** The first value of a header, by any case of its name. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The first value of a decoded query parameter. */
    public Optional<String> queryParameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Whether the query names this parameter, with or without a value ({@code ?policy}). */
    public boolean hasQuery(String name) {
        return query.containsKey(name);
    }

    /** The path percent-decoded as UTF-8 ({@code +} stays {@code +}). */
    public String path() {
        return decode(rawPath);
    }

    /** The decoded, non-empty segments of the path: {@code /a/b%2Fc/} gives {@code [a, b/c]}. */
    public List<String> pathSegments() {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.split("/", -1)) {
            if (!raw.isEmpty()) {
                segments.add(decode(raw));
            }
        }
        return segments;
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A copy with another body, as after removing {@code aws-chunked} framing. */
    public TwinRequest withBody(byte[] newBody) {
        return new TwinRequest(method, host, rawPath, query, headers, newBody);
    }

    /** Parses a raw query string ({@code a=1&b}) into decoded parameters. */
    public static Map<String, List<String>> parseQuery(String rawQuery) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.computeIfAbsent(decodeForm(name), unused -> new ArrayList<>())
                        .add(decodeForm(value));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String decodeForm(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String bareHost(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > 0 && host.indexOf(']') < port;
        return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }
}
