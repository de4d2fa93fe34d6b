// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DeleteObjects: up to 1,000 keys or versions, each with a result of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects</a>
 */
final class MultiDelete {
    private static final int MOST = 1000;

    private final FrontDoor frontDoor;
    private final Deletion deletion;

    MultiDelete(FrontDoor frontDoor, Deletion deletion) {
        this.frontDoor = frontDoor;
        this.deletion = deletion;
    }

    void addTo(Routes routes) {
        routes.open(
                "POST",
                Route.Level.BUCKET,
                List.of("delete"),
                "DeleteObjects",
                MultiDelete::permissions,
                request -> delete(request, frontDoor.enter(request)));
    }

    /** One object to delete. */
    private record Target(String key, Optional<String> versionId, Optional<String> etag) {

        static Target read(XmlElement element) {
            return new Target(
                    element.childText("Key").orElseThrow(S3Errors::malformedXml),
                    element.childText("VersionId").filter(id -> !id.isEmpty()),
                    element.childText("ETag"));
        }

        Permission permission(String bucket) {
            return new Permission(
                    versionId.isPresent() ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
                    Bucket.objectArn(bucket, key));
        }

        /** The parts of a result that say what it is about. */
        List<XmlElement> name() {
            List<XmlElement> members = new ArrayList<>();
            members.add(XmlElement.of("Key", key));
            versionId.ifPresent(id -> members.add(XmlElement.of("VersionId", id)));
            return members;
        }
    }

    /** What a body says, as far as the call log can read it; whether it is sound is for {@link #delete} to say. */
    private static List<Permission> permissions(S3Request request) {
        try {
            return targets(request).stream()
                    .map(target -> target.permission(request.bucket()))
                    .distinct()
                    .toList();
        } catch (AwsError unsound) {
            return List.of(new Permission("s3:DeleteObject", Bucket.objectArn(request.bucket(), "*")));
        }
    }

    private static List<Target> targets(S3Request request) {
        List<Target> targets = request.document("Delete").children("Object").stream()
                .map(Target::read)
                .toList();
        if (targets.isEmpty() || targets.size() > MOST) {
            throw S3Errors.malformedXml();
        }
        return targets;
    }

    private TwinResponse delete(S3Request request, Bucket bucket) {
        boolean digest = request.header("content-md5").isPresent()
                || request.http().headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-checksum-"))
                || request.header("x-amz-trailer").isPresent();
        if (!digest) {
            throw S3Errors.invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        boolean quiet =
                request.document("Delete").childText("Quiet").orElse("false").equals("true");
        List<XmlElement> results = new ArrayList<>();
        for (Target target : targets(request)) {
            try {
                XmlElement deleted = delete(request, bucket, target);
                if (!quiet) {
                    results.add(deleted);
                }
            } catch (AwsError refusal) {
                List<XmlElement> members = target.name();
                members.add(XmlElement.of("Code", refusal.code()));
                members.add(XmlElement.of("Message", refusal.text()));
                results.add(XmlElement.of("Error", members));
            }
        }
        return Answers.document(XmlElement.of("DeleteResult", results));
    }

    private XmlElement delete(S3Request request, Bucket bucket, Target target) {
        ObjectOperations.checkKey(target.key());
        frontDoor.require(request, bucket, List.of(target.permission(bucket.name())));
        Deletion.Outcome outcome = target.versionId().isPresent()
                ? deletion.ofVersion(
                        bucket, target.key(), target.versionId().get(), version -> checkTag(target, version))
                : deletion.ofKey(bucket, target.key(), latest -> checkTag(target, latest));
        List<XmlElement> members = target.name();
        if (outcome.deleteMarker()) {
            members.add(XmlElement.of("DeleteMarker", true));
            outcome.versionId().ifPresent(id -> members.add(XmlElement.of("DeleteMarkerVersionId", id)));
        }
        return XmlElement.of("Deleted", members);
    }

    private static void checkTag(Target target, Optional<ObjectVersion> version) {
        if (target.etag().isPresent()) {
            boolean same = version.filter(
                            found -> Preconditions.names(target.etag().get(), found))
                    .isPresent();
            if (!same) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        }
    }
}
