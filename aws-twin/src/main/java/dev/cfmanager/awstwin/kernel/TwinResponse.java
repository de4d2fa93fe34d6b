// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer of the twin.
 *
 * @param status the HTTP status code
 * @param headers one value per header name, as sent
 * @param body the body; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are carried, never compared
public record TwinResponse(int status, Map<String, String> headers, byte[] body) {

    /** An answer without a body. */
    public static TwinResponse empty(int status) {
        return new TwinResponse(status, Map.of(), new byte[0]);
    }

    /** An XML answer; the text must carry its own declaration. */
    public static TwinResponse xml(int status, String xml) {
        return new TwinResponse(status, Map.of("Content-Type", "text/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON answer in the given content type ({@code application/x-amz-json-1.0} and the like). */
    public static TwinResponse json(int status, String contentType, String json) {
        return new TwinResponse(status, Map.of("Content-Type", contentType), json.getBytes(StandardCharsets.UTF_8));
    }

    /** This answer with one more header, or with that header replaced. */
    public TwinResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(existing -> existing.equalsIgnoreCase(name));
        more.put(name, value);
        return new TwinResponse(status, more, body);
    }

    /** A header of this answer by any case of its name. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
