// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the listeners what happened to objects. */
final class ObjectEvents {
    private final List<ObjectListener> listeners = new CopyOnWriteArrayList<>();

    void add(ObjectListener listener) {
        listeners.add(listener);
    }

    /**
     * An object was made.
     *
     * @param how {@code Put}, {@code Copy} or {@code CompleteMultipartUpload}
     */
    void created(Bucket bucket, ObjectVersion version, String how) {
        tell(bucket, "ObjectCreated:" + how, version.key(), version.size(), version.etag(), shownId(bucket, version));
    }

    /**
     * An object, or a version of it, was removed.
     *
     * @param marker the delete marker that was left; empty when something is gone for good
     */
    void deleted(Bucket bucket, String key, Optional<ObjectVersion> marker) {
        if (marker.isPresent()) {
            tell(bucket, "ObjectRemoved:DeleteMarkerCreated", key, 0, "", shownId(bucket, marker.get()));
        } else {
            tell(bucket, "ObjectRemoved:Delete", key, 0, "", "");
        }
    }

    private void tell(Bucket bucket, String event, String key, long size, String etag, String versionId) {
        for (ObjectListener listener : listeners) {
            listener.happened(bucket.name(), bucket.region(), event, key, size, etag, versionId);
        }
    }

    private static String shownId(Bucket bucket, ObjectVersion version) {
        return bucket.versioning() == Bucket.Versioning.Off ? "" : version.versionId();
    }
}
