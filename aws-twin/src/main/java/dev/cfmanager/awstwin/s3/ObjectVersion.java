// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One version of an object, or a delete marker.
 *
 * @param key the object's key
 * @param versionId {@code null} as a word for the version that has no id
 * @param sequence position among the versions of the key; the highest is the latest
 * @param deleteMarker whether it only says that the object is gone
 * @param content what is known of its bytes; of a delete marker only its time
 * @param details what the client said of it; nothing for a delete marker
 */
record ObjectVersion(
        String key, String versionId, long sequence, boolean deleteMarker, Content content, Details details)
        implements Serializable {
    /** The id of a version that was put while versioning was not enabled. */
    static final String NULL_ID = "null";

    private static final byte[] NOTHING = {};

    /** A version that no bucket has yet. */
    static ObjectVersion of(String key, Content content, Details details) {
        return new ObjectVersion(key, NULL_ID, 0, false, content, details);
    }

    /** A marker that hides the versions before it. */
    static ObjectVersion marker(String key, Instant at) {
        Content content = Content.of(NOTHING, ChecksumAlgorithm.CRC64NVME.of(NOTHING), at);
        return new ObjectVersion(
                key, NULL_ID, 0, true, content, new Details(Map.of(), Map.of(), TagSet.NONE, CannedAcl.PRIVATE));
    }

    /** This version with the place in history that the bucket gives it. */
    ObjectVersion placed(String newVersionId, long newSequence) {
        return new ObjectVersion(key, newVersionId, newSequence, deleteMarker, content, details);
    }

    /** This version with other tags. */
    ObjectVersion tagged(TagSet tags) {
        return with(new Details(details.headers(), details.metadata(), tags, details.acl()));
    }

    /** This version with another ACL. */
    ObjectVersion withAcl(String acl) {
        return with(new Details(details.headers(), details.metadata(), details.tags(), acl));
    }

    private ObjectVersion with(Details newDetails) {
        return new ObjectVersion(key, versionId, sequence, deleteMarker, content, newDetails);
    }

    /** Bytes. */
    long size() {
        return content.size();
    }

    /** Without quotes. */
    String etag() {
        return content.etag();
    }

    /** {@code "etag"} in quotes, as headers and documents show it. */
    String quotedEtag() {
        return "\"" + etag() + "\"";
    }

    /** Virtual time. */
    Instant modified() {
        return content.modified();
    }

    /** The checksum S3 keeps. */
    Checksum checksum() {
        return content.checksum();
    }

    /** Bytes of each part; empty for an object put in one piece. */
    List<Long> partSizes() {
        return content.partSizes();
    }

    /** Headers kept with it. */
    Map<String, String> headers() {
        return details.headers();
    }

    /** User metadata. */
    Map<String, String> metadata() {
        return details.metadata();
    }

    /** Its tags. */
    TagSet tags() {
        return details.tags();
    }

    /** Its canned ACL. */
    String acl() {
        return details.acl();
    }

    /** {@code STANDARD} unless the client chose another. */
    String storageClass() {
        return headers().getOrDefault(ObjectHeaders.STORAGE_CLASS, "STANDARD");
    }
}
