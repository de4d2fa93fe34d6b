// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.List;

/** Reads the source of a copy, on the conditions the request makes. */
final class SourceReader {
    private final ObjectStore objects;
    private final VersionFinder finder;
    private final FrontDoor frontDoor;

    SourceReader(ObjectStore objects, VersionFinder finder, FrontDoor frontDoor) {
        this.objects = objects;
        this.finder = finder;
        this.frontDoor = frontDoor;
    }

    /** What is copied. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
    record Source(CopySource asked, Bucket bucket, ObjectVersion version, byte[] body) {

        /** The answer with the id of the version that was copied. */
        TwinResponse stamp(TwinResponse response) {
            return bucket.versioning() == Bucket.Versioning.Off
                    ? response
                    : response.with("x-amz-copy-source-version-id", version.versionId());
        }
    }

    Source read(S3Request request) {
        CopySource asked = CopySource.of(request);
        Bucket bucket = frontDoor.other(
                asked.bucket(),
                request.header("x-amz-source-expected-bucket-owner").orElse(Kernel.ACCOUNT));
        frontDoor.require(request, bucket, List.of(asked.permission()));
        return objects.consistently(() -> {
            ObjectVersion version = version(asked, bucket);
            Preconditions conditions = Preconditions.onCopySource(request);
            conditions.requireMatch(version);
            conditions.alreadyKnown(version).ifPresent(condition -> {
                throw S3Errors.preconditionFailed("x-amz-copy-source-" + condition);
            });
            return new Source(asked, bucket, version, objects.body(bucket.name(), version));
        });
    }

    private ObjectVersion version(CopySource asked, Bucket bucket) {
        if (asked.versionId().isEmpty()) {
            return objects.current(bucket.name(), asked.key()).orElseThrow(() -> S3Errors.noSuchKey(asked.key()));
        }
        ObjectVersion version = finder.named(
                        bucket, asked.key(), asked.versionId().get())
                .orElseThrow(() -> S3Errors.noSuchKey(asked.key()));
        if (version.deleteMarker()) {
            throw S3Errors.invalidRequest(
                    "The source of a copy request may not specifically refer to a delete marker by version id.");
        }
        return version;
    }
}
