// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.List;

/**
 * The tags of objects.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">object tags</a>
 */
final class TaggingOperations {
    private final ObjectStore objects;
    private final VersionFinder finder;

    TaggingOperations(ObjectStore objects, VersionFinder finder) {
        this.objects = objects;
        this.finder = finder;
    }

    void addTo(Routes routes) {
        List<String> marks = List.of(TagSet.SETTING);
        routes.object(
                "GET",
                marks,
                "GetObjectTagging",
                request -> Permission.onVersion("s3:GetObjectTagging", "s3:GetObjectVersionTagging", request),
                (request, bucket) -> {
                    ObjectVersion version = finder.toRead(request, bucket);
                    return shown(bucket, version, Answers.xml(version.tags().document()));
                });
        routes.object(
                "PUT",
                marks,
                "PutObjectTagging",
                request -> Permission.onVersion("s3:PutObjectTagging", "s3:PutObjectVersionTagging", request),
                (request, bucket) -> {
                    TagSet tags = TagSet.ofObject(
                            request.document("Tagging").child("TagSet").orElseThrow(S3Errors::malformedXml));
                    return replace(request, bucket, tags, 200);
                });
        routes.object(
                "DELETE",
                marks,
                "DeleteObjectTagging",
                request -> Permission.onVersion("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging", request),
                (request, bucket) -> replace(request, bucket, TagSet.NONE, 204));
    }

    private TwinResponse replace(S3Request request, Bucket bucket, TagSet tags, int status) {
        ObjectVersion version = objects.consistently(() -> {
            ObjectVersion found = finder.toRead(request, bucket);
            objects.update(bucket.name(), found.tagged(tags));
            return found;
        });
        return shown(bucket, version, TwinResponse.empty(status));
    }

    private static TwinResponse shown(Bucket bucket, ObjectVersion version, TwinResponse answer) {
        return bucket.versioning() == Bucket.Versioning.Off
                ? answer
                : answer.with("x-amz-version-id", version.versionId());
    }
}
