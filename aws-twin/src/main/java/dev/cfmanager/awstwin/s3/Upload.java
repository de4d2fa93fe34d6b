// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.time.Instant;

/**
 * A multipart upload in progress.
 *
 * @param bucket where the object goes
 * @param key what it will be called
 * @param id the upload's id
 * @param initiated virtual time
 * @param details what the client said of the object
 * @param algorithm how its parts are checked
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
 * @param chosen whether the client chose the checksum, and must then give it again when it completes the upload
 */
record Upload(
        String bucket,
        String key,
        String id,
        Instant initiated,
        Details details,
        ChecksumAlgorithm algorithm,
        String checksumType,
        boolean chosen)
        implements Serializable {

    /** Whether its checksum is made of those of its parts. */
    boolean isComposite() {
        return checksumType.equals(Checksum.COMPOSITE);
    }
}
