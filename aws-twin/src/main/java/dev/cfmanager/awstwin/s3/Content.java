// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is known of a version's bytes; the bytes themselves are kept elsewhere.
 *
 * @param size bytes
 * @param etag without quotes
 * @param modified virtual time in whole seconds: S3 keeps no smaller ones
 * @param checksum what S3 keeps to compare readers' checksums with
 * @param partSizes bytes of each part of a multipart upload; empty for an object put in one piece
 */
record Content(long size, String etag, Instant modified, Checksum checksum, List<Long> partSizes)
        implements Serializable {

    Content {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
        partSizes = List.copyOf(partSizes);
    }

    /** Bytes put in one piece. */
    static Content of(byte[] body, Checksum checksum, Instant at) {
        return new Content(body.length, ObjectOperations.etag(body), at, checksum, List.of());
    }
}
