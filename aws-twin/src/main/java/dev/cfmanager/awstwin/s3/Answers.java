// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The shapes in which S3 answers. */
final class Answers {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter XML_DATE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Answers() {}

    /** 200 with a document. */
    static TwinResponse document(XmlElement root) {
        return xml(root.document(S3.NAMESPACE));
    }

    /** 200 with a document that is already written. */
    static TwinResponse xml(String document) {
        return new TwinResponse(
                200, Map.of("Content-Type", "application/xml"), document.getBytes(StandardCharsets.UTF_8));
    }

    /** A document together with the headers of another answer. */
    static TwinResponse merge(TwinResponse headers, TwinResponse document) {
        Map<String, String> all = new TreeMap<>(headers.headers());
        all.putAll(document.headers());
        return new TwinResponse(document.status(), all, document.body());
    }

    /** As HTTP headers show a time, to the second. */
    static String httpDate(Instant time) {
        return HTTP_DATE.format(time);
    }

    /** As S3's documents show a time. */
    static String xmlDate(Instant time) {
        return XML_DATE.format(time);
    }
}
