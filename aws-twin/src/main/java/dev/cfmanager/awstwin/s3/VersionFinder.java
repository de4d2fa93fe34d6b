// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the version a request means, and says what S3 says when there is none. */
final class VersionFinder {
    private static final Pattern VERSION_ID = Pattern.compile("null|[A-Za-z0-9._-]{32}");

    private final ObjectStore objects;
    private final FrontDoor frontDoor;

    VersionFinder(ObjectStore objects, FrontDoor frontDoor) {
        this.objects = objects;
        this.frontDoor = frontDoor;
    }

    /**
     * The version to read: the one that {@code versionId} names, else the current one.
     *
     * @throws AwsError {@code NoSuchKey} 404, but {@code AccessDenied} to whom may not list the bucket; 405 for a
     *     delete marker by its id; {@code NoSuchVersion}
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject, permissions</a>
     */
    ObjectVersion toRead(S3Request request, Bucket bucket) {
        Optional<String> versionId = request.query("versionId");
        if (versionId.isPresent()) {
            ObjectVersion version = named(bucket, request.key(), versionId.get())
                    .orElseThrow(() -> noSuchVersion(request.key(), versionId.get()));
            if (version.deleteMarker()) {
                throw new AwsError(
                        405,
                        "MethodNotAllowed",
                        "The specified method is not allowed against this resource.",
                        Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.versionId()));
            }
            return open(request, version);
        }
        Optional<ObjectVersion> latest = objects.latest(bucket.name(), request.key());
        if (latest.isEmpty() || latest.get().deleteMarker()) {
            if (!frontDoor.permits(request, bucket, Permission.onBucket("s3:ListBucket", request))) {
                throw S3Errors.accessDenied();
            }
            throw missing(request.key(), latest);
        }
        return open(request, latest.get());
    }

    /**
     * The version of that id; empty when there is none.
     *
     * @throws AwsError {@code InvalidArgument} when it cannot be an id
     */
    Optional<ObjectVersion> named(Bucket bucket, String key, String versionId) {
        if (!VERSION_ID.matcher(versionId).matches()) {
            throw S3Errors.invalidArgument("versionId", versionId, "Invalid version id specified");
        }
        return objects.version(bucket.name(), key, versionId);
    }

    private static ObjectVersion open(S3Request request, ObjectVersion version) {
        Encryption.checkReader(version.headers(), request);
        return version;
    }

    private static AwsError missing(String key, Optional<ObjectVersion> marker) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("Key", key);
        marker.ifPresent(found -> {
            members.put("x-amz-delete-marker", "true");
            members.put("x-amz-version-id", found.versionId());
        });
        return new AwsError(404, "NoSuchKey", "The specified key does not exist.", members);
    }

    private static AwsError noSuchVersion(String key, String versionId) {
        return new AwsError(
                404,
                "NoSuchVersion",
                "The specified version does not exist.",
                Map.of("Key", key, "VersionId", versionId));
    }
}
