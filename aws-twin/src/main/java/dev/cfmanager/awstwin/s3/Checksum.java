// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;

/**
 * A checksum S3 keeps with an object.
 *
 * @param algorithm how it was computed
 * @param value Base64; for a composite one followed by {@code -} and the number of parts
 * @param type {@code FULL_OBJECT} or {@code COMPOSITE}
 */
record Checksum(ChecksumAlgorithm algorithm, String value, String type) implements Serializable {
    static final String FULL_OBJECT = "FULL_OBJECT";
    static final String COMPOSITE = "COMPOSITE";
}
