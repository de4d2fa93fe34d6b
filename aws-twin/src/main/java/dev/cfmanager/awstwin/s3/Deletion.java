// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deleting one key, or one version of it: the rules that DeleteObject and DeleteObjects share.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html">versions and
 *     deletion</a>
 */
final class Deletion {
    private final ObjectStore objects;
    private final VersionFinder finder;
    private final ObjectEvents events;
    private final InstantSource clock;

    Deletion(ObjectStore objects, VersionFinder finder, ObjectEvents events, InstantSource clock) {
        this.objects = objects;
        this.finder = finder;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a deletion did.
     *
     * @param deleteMarker whether it left a delete marker, or removed one
     * @param versionId the marker's, or the one that was asked for; empty where there are no versions
     */
    record Outcome(boolean deleteMarker, Optional<String> versionId) {}

    /** Deletes the key; what is not there is deleted as well. */
    Outcome ofKey(Bucket bucket, String key, Consumer<Optional<ObjectVersion>> check) {
        ObjectVersion marker = ObjectVersion.marker(key, clock.instant());
        Optional<ObjectVersion> left = objects.delete(bucket, marker, check);
        events.deleted(bucket, key, left);
        return new Outcome(left.isPresent(), left.map(ObjectVersion::versionId));
    }

    /** Deletes the version for good; one that is not there is deleted as well. */
    Outcome ofVersion(Bucket bucket, String key, String versionId, Consumer<Optional<ObjectVersion>> check) {
        Optional<ObjectVersion> version = finder.named(bucket, key, versionId);
        check.accept(version);
        version.ifPresent(found -> {
            objects.remove(bucket.name(), found);
            events.deleted(bucket, key, Optional.empty());
        });
        boolean marker = version.filter(ObjectVersion::deleteMarker).isPresent();
        return new Outcome(marker, Optional.of(versionId));
    }
}
