// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Keys in listings, which are URL-encoded when the client asks: XML 1.0 cannot carry every character of a key.
 *
 * @param urlEncoded whether keys, prefixes, delimiters and markers are encoded
 */
record ListingText(boolean urlEncoded) {
    private static final String PARAMETER = "encoding-type";

    /** As a request asks. */
    static ListingText of(S3Request request) {
        Optional<String> type = request.query(PARAMETER);
        if (type.isPresent() && !type.get().equals("url")) {
            throw S3Errors.invalidArgument(PARAMETER, type.get(), "Invalid Encoding Method specified in Request");
        }
        return new ListingText(type.isPresent());
    }

    /** An element with a key or a part of one. */
    XmlElement element(String name, String key) {
        return XmlElement.of(
                name,
                urlEncoded ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/") : key);
    }

    /** The common prefixes of a page. */
    List<XmlElement> commonPrefixes(Page<?> page) {
        return page.prefixes().stream()
                .map(prefix -> XmlElement.of("CommonPrefixes", element("Prefix", prefix)))
                .toList();
    }

    /** {@code EncodingType}, when there is one. */
    List<XmlElement> encodingType() {
        return urlEncoded ? List.of(XmlElement.of("EncodingType", "url")) : List.of();
    }
}
