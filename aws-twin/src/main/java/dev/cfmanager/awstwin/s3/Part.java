// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.Serializable;
import java.time.Instant;

/**
 * One part of a multipart upload.
 *
 * @param number from 1 to 10,000
 * @param size bytes
 * @param etag without quotes
 * @param modified virtual time
 * @param checksum of its bytes, by the upload's algorithm
 */
record Part(int number, long size, String etag, Instant modified, Checksum checksum) implements Serializable {

    /** The part as listings show it. */
    XmlElement element() {
        return XmlElement.of(
                "Part",
                XmlElement.of("PartNumber", number),
                XmlElement.of("LastModified", Answers.xmlDate(modified)),
                XmlElement.of("ETag", "\"" + etag + "\""),
                XmlElement.of("Size", size),
                XmlElement.of(checksum.algorithm().element(), checksum.value()));
    }
}
