// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CopyObject, within and across buckets and regions.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
 */
final class CopyOperation {
    private final ObjectStore objects;
    private final SourceReader sources;
    private final ObjectEvents events;
    private final InstantSource clock;

    CopyOperation(ObjectStore objects, SourceReader sources, ObjectEvents events, InstantSource clock) {
        this.objects = objects;
        this.sources = sources;
        this.events = events;
        this.clock = clock;
    }

    void addTo(Routes routes, FrontDoor frontDoor) {
        routes.open(
                "PUT",
                Route.Level.OBJECT,
                List.of(CopySource.HEADER),
                "CopyObject",
                CopyOperation::permissions,
                request -> {
                    Bucket bucket = frontDoor.enter(request);
                    frontDoor.require(request, bucket, Permission.onWrite(request));
                    return copy(request, bucket);
                });
    }

    private static List<Permission> permissions(S3Request request) {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(CopySource.of(request).permission());
        permissions.addAll(Permission.onWrite(request));
        return permissions;
    }

    private TwinResponse copy(S3Request request, Bucket bucket) {
        ObjectOperations.checkKey(request.key());
        SourceReader.Source source = sources.read(request);
        boolean replaceMetadata = isReplace(request, "x-amz-metadata-directive");
        boolean replaceTags = isReplace(request, "x-amz-tagging-directive");
        Details given = Details.of(request, bucket);
        refusePointless(request, source, replaceMetadata);
        Map<String, String> headers = new TreeMap<>(
                replaceMetadata ? given.headers() : source.version().headers());
        if (!replaceMetadata) {
            headers.keySet().removeIf(name -> name.startsWith("x-amz-"));
            headers.putAll(ObjectHeaders.storage(request, bucket));
        }
        byte[] body = source.body();
        ChecksumAlgorithm algorithm = request.header("x-amz-checksum-algorithm")
                .flatMap(ChecksumAlgorithm::named)
                .orElse(source.version().checksum().algorithm());
        ObjectVersion version = ObjectVersion.of(
                request.key(),
                Content.of(body, algorithm.of(body), clock.instant()),
                new Details(
                        headers,
                        replaceMetadata ? given.metadata() : source.version().metadata(),
                        replaceTags ? given.tags() : source.version().tags(),
                        given.acl()));
        ObjectVersion stored = objects.put(bucket, version, body, latest -> Preconditions.checkWrite(request, latest));
        events.created(bucket, stored, "Copy");
        return source.stamp(Answers.merge(ObjectHeaders.written(bucket, stored), result(stored)));
    }

    private static TwinResponse result(ObjectVersion copy) {
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("LastModified", Answers.xmlDate(copy.modified())));
        members.add(XmlElement.of("ETag", copy.quotedEtag()));
        members.add(XmlElement.of("ChecksumType", copy.checksum().type()));
        members.add(XmlElement.of(
                copy.checksum().algorithm().element(), copy.checksum().value()));
        return Answers.document(XmlElement.of("CopyObjectResult", members));
    }

    private static boolean isReplace(S3Request request, String directive) {
        String value = request.header(directive).orElse("COPY");
        if (!value.equals("COPY") && !value.equals("REPLACE")) {
            throw S3Errors.invalidArgument(directive, value, "Unknown " + directive.substring(6) + ".");
        }
        return value.equals("REPLACE");
    }

    /** A copy of an object onto itself must change something. */
    private static void refusePointless(S3Request request, SourceReader.Source source, boolean replaceMetadata) {
        boolean itself = source.bucket().name().equals(request.bucket())
                && source.version().key().equals(request.key())
                && source.asked().versionId().isEmpty();
        boolean changes = replaceMetadata
                || request.header(ObjectHeaders.STORAGE_CLASS).isPresent()
                || request.header("x-amz-server-side-encryption").isPresent()
                || request.header(ObjectHeaders.REDIRECT).isPresent()
                || request.header("x-amz-checksum-algorithm").isPresent();
        if (itself && !changes) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself "
                            + "without changing the object's metadata, storage class, website redirect location or encryption "
                            + "attributes.");
        }
    }
}
