// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /** The prefix that a request asks for, or an empty one. */
    XmlElement prefix(S3Request request) {
        return element("Prefix", request.query("prefix").orElse(""));
    }

    /** What every listing ends with: how it was asked for, whether there is more, the items and the folders. */
    <T> List<XmlElement> ending(S3Request request, Page<T> page, Function<T, XmlElement> item) {
        List<XmlElement> members = new ArrayList<>();
        request.query("delimiter").ifPresent(sent -> members.add(element("Delimiter", sent)));
        if (urlEncoded) {
            members.add(XmlElement.of("EncodingType", "url"));
        }
        members.add(XmlElement.of("IsTruncated", page.truncated()));
        page.items().forEach(each -> members.add(item.apply(each)));
        page.prefixes().forEach(prefix -> members.add(XmlElement.of("CommonPrefixes", element("Prefix", prefix))));
        return members;
    }
}
