// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.Kernel;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;

/**
 * The versions of all objects, ordered by bucket, key and age (latest first), and their bytes. Versioning is decided
 * here: what a put replaces and what a delete leaves. Thread-safe.
 */
final class ObjectStore {
    private final Buckets buckets;
    private final MVMap<String, ObjectVersion> versions;
    private final Map<String, byte[]> bodies;
    private final Ids ids;

    ObjectStore(Kernel kernel, Buckets buckets) {
        this.buckets = buckets;
        this.versions = kernel.store().map("s3.versions");
        this.bodies = kernel.store().map("s3.bodies");
        this.ids = kernel.ids();
    }

    /** The latest version of a key, which may be a delete marker; empty when there is none at all. */
    Optional<ObjectVersion> latest(String bucket, String key) {
        Iterator<ObjectVersion> history = history(bucket, key);
        return history.hasNext() ? Optional.of(history.next()) : Optional.empty();
    }

    /** The object as a plain read sees it: empty when there is none, or a delete marker hides it. */
    Optional<ObjectVersion> current(String bucket, String key) {
        return latest(bucket, key).filter(version -> !version.deleteMarker());
    }

    /** The version with that id. */
    Optional<ObjectVersion> version(String bucket, String key, String versionId) {
        for (Iterator<ObjectVersion> history = history(bucket, key); history.hasNext(); ) {
            ObjectVersion version = history.next();
            if (version.versionId().equals(versionId)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** The bytes of a version; they are not to be changed. */
    byte[] body(String bucket, ObjectVersion version) {
        return bodies.getOrDefault(place(bucket, version), new byte[0]);
    }

    /** Runs {@code read} while no version comes or goes, so that a version and its bytes belong together. */
    synchronized <T> T consistently(Supplier<T> read) {
        return read.get();
    }

    /**
     * Puts a version in front of the key's history after {@code check} has seen the latest one and let it pass.
     *
     * @return the version with its id
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code NoSuchBucket} when the bucket was deleted meanwhile
     */
    synchronized ObjectVersion put(
            Bucket bucket, ObjectVersion version, byte[] body, Consumer<Optional<ObjectVersion>> check) {
        Bucket now = buckets.get(bucket.name());
        check.accept(latest(bucket.name(), version.key()));
        return add(now, version, body);
    }

    /**
     * Deletes a key as a request without a version id does.
     *
     * @return the delete marker it left; empty when the object is simply gone, or never was
     */
    synchronized Optional<ObjectVersion> delete(
            Bucket bucket, ObjectVersion marker, Consumer<Optional<ObjectVersion>> check) {
        Bucket now = buckets.get(bucket.name());
        check.accept(latest(bucket.name(), marker.key()));
        if (now.versioning() == Bucket.Versioning.Off) {
            version(bucket.name(), marker.key(), ObjectVersion.NULL_ID)
                    .ifPresent(version -> remove(bucket.name(), version));
            return Optional.empty();
        }
        return Optional.of(add(now, marker, new byte[0]));
    }

    /** Removes one version for good. */
    synchronized void remove(String bucket, ObjectVersion version) {
        String place = place(bucket, version);
        versions.remove(place);
        bodies.remove(place);
    }

    /** Replaces what is known of a version; its bytes stay. */
    synchronized void update(String bucket, ObjectVersion version) {
        versions.replace(place(bucket, version), version);
    }

    /** Whether a bucket has no version and no delete marker. */
    boolean isEmpty(String bucket) {
        return !versionsFrom(bucket, Keys.from(bucket, "")).hasNext();
    }

    /** All versions of a bucket from a place on, in S3's order: by key, latest first. A snapshot. */
    Iterator<ObjectVersion> versionsFrom(String bucket, String place) {
        return Ranges.values(versions, place, Keys.behind(bucket + "/"));
    }

    private ObjectVersion add(Bucket bucket, ObjectVersion version, byte[] body) {
        boolean enabled = bucket.versioning() == Bucket.Versioning.Enabled;
        long sequence = latest(bucket.name(), version.key())
                        .map(ObjectVersion::sequence)
                        .orElse(0L)
                + 1;
        if (!enabled) {
            version(bucket.name(), version.key(), ObjectVersion.NULL_ID)
                    .ifPresent(replaced -> remove(bucket.name(), replaced));
        }
        ObjectVersion placed = version.placed(enabled ? ids.lower("", 32) : ObjectVersion.NULL_ID, sequence);
        String place = place(bucket.name(), placed);
        if (!placed.deleteMarker()) {
            bodies.put(place, body);
        }
        versions.put(place, placed);
        return placed;
    }

    private Iterator<ObjectVersion> history(String bucket, String key) {
        String start = Keys.of(bucket, key);
        return Ranges.values(versions, start, Keys.behind(start));
    }

    /** The first place behind a version. */
    static String behind(String bucket, ObjectVersion version) {
        return place(bucket, version) + '\0';
    }

    /** The latest version has the lowest place. */
    private static String place(String bucket, ObjectVersion version) {
        return Keys.of(bucket, version.key()) + String.format("%016x", Long.MAX_VALUE - version.sequence());
    }
}
