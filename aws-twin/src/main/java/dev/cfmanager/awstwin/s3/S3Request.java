// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.Optional;

/**
 * A request with what S3 read out of its address.
 *
 * @param http as it arrived
 * @param address the bucket and key it means
 * @param requester who asks
 */
record S3Request(TwinRequest http, Address address, Requester requester) {

    /** The bucket it names; empty for none. */
    String bucket() {
        return address.bucket();
    }

    /** The decoded key it names; empty for none. */
    String key() {
        return address.key();
    }

    /** A header. */
    Optional<String> header(String name) {
        return http.header(name);
    }

    /** A query parameter that has a value. */
    Optional<String> query(String name) {
        return http.queryParameter(name).filter(value -> !value.isEmpty());
    }

    /** Whether it is a HEAD, whose answer has no body. */
    boolean isHead() {
        return http.method().equals("HEAD");
    }

    /** The verified body. */
    Payload payload() {
        return Payload.of(http);
    }

    /**
     * The verified body as a document with that root.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code MalformedXML} when it is another
     */
    XmlElement document(String root) {
        return XmlElement.parse(payload().bytes())
                .filter(element -> element.name().equals(root))
                .orElseThrow(S3Errors::malformedXml);
    }
}
