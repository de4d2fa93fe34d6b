// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, or a delete marker; its bytes are kept beside it.
 *
 * @param key the object's key
 * @param versionId {@code null} as a word for the version that has no id
 * @param sequence position among the versions of the key; the highest is the latest
 * @param deleteMarker whether it only says that the object is gone
 * @param size bytes
 * @param etag without quotes
 * @param modified virtual time
 * @param headers response headers kept with it ({@code Content-Type}, {@code x-amz-server-side-encryption} ...)
 * @param metadata user metadata by lower-case name, without {@code x-amz-meta-}
 * @param tags its tags
 * @param checksum null for an object copied from before checksums; S3 gives every new one a checksum
 * @param partSizes bytes of each part of a multipart upload; empty for an object put in one piece
 * @param acl its canned ACL
 */
record ObjectVersion(
        String key,
        String versionId,
        long sequence,
        boolean deleteMarker,
        long size,
        String etag,
        Instant modified,
        Map<String, String> headers,
        Map<String, String> metadata,
        TagSet tags,
        @Nullable Checksum checksum,
        List<Long> partSizes,
        String acl)
        implements Serializable {
    /** The id of a version that was put while versioning was not enabled. */
    static final String NULL_ID = "null";

    ObjectVersion {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        partSizes = List.copyOf(partSizes);
    }

    /** A marker that hides the versions before it. */
    static ObjectVersion marker(String key, Instant at) {
        return new ObjectVersion(
                key, NULL_ID, 0, true, 0, "", at, Map.of(), Map.of(), TagSet.NONE, null, List.of(), "private");
    }

    /** This version with the place in history that the bucket gives it. */
    ObjectVersion placed(String newVersionId, long newSequence) {
        return new ObjectVersion(
                key,
                newVersionId,
                newSequence,
                deleteMarker,
                size,
                etag,
                modified,
                headers,
                metadata,
                tags,
                checksum,
                partSizes,
                acl);
    }

    /** This version with other tags. */
    ObjectVersion tagged(TagSet newTags) {
        return new ObjectVersion(
                key,
                versionId,
                sequence,
                deleteMarker,
                size,
                etag,
                modified,
                headers,
                metadata,
                newTags,
                checksum,
                partSizes,
                acl);
    }

    /** {@code "etag"} in quotes, as headers and documents show it. */
    String quotedEtag() {
        return "\"" + etag + "\"";
    }

    /** The checksum S3 keeps. */
    Optional<Checksum> kept() {
        return Optional.ofNullable(checksum);
    }

    /** {@code STANDARD} unless the client chose another. */
    String storageClass() {
        return headers.getOrDefault("x-amz-storage-class", "STANDARD");
    }
}
