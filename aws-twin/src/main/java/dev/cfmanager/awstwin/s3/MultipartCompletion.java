// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Making an object of the parts of a multipart upload.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">CompleteMultipartUpload</a>
 */
final class MultipartCompletion {
    private static final int MIN_PART_BYTES = 5 * 1024 * 1024;

    private final UploadStore uploads;
    private final ObjectStore objects;
    private final ObjectEvents events;
    private final InstantSource clock;

    MultipartCompletion(UploadStore uploads, ObjectStore objects, ObjectEvents events, InstantSource clock) {
        this.uploads = uploads;
        this.objects = objects;
        this.events = events;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.object(
                "POST",
                List.of("uploadId"),
                "CompleteMultipartUpload",
                request -> List.of(Permission.onObject("s3:PutObject", request)),
                this::complete);
    }

    private TwinResponse complete(S3Request request, Bucket bucket) {
        Upload upload = MultipartOperations.named(uploads, request);
        // The checksum headers of this request are the object's, not the document's.
        XmlElement sent = XmlElement.parse(request.http().body())
                .filter(document -> document.name().equals("CompleteMultipartUpload"))
                .orElseThrow(S3Errors::malformedXml);
        List<Part> parts = chosen(upload, sent.children("Part"));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(part -> joined.writeBytes(uploads.body(upload, part)));
        byte[] body = joined.toByteArray();
        Checksum checksum = checksum(upload, parts, body);
        compare(request, checksum, body.length);
        ObjectVersion version = ObjectVersion.of(
                upload.key(),
                new Content(
                        body.length,
                        etag(parts),
                        clock.instant(),
                        checksum,
                        parts.stream().map(Part::size).toList()),
                upload.details());
        ObjectVersion stored = objects.put(bucket, version, body, latest -> {
            Preconditions.checkWrite(request, latest);
            uploads.end(upload);
        });
        events.created(bucket, stored, "CompleteMultipartUpload");
        return Answers.merge(ObjectHeaders.written(bucket, stored), answer(bucket, stored, checksum));
    }

    private static TwinResponse answer(Bucket bucket, ObjectVersion stored, Checksum checksum) {
        return Answers.document(XmlElement.of(
                "CompleteMultipartUploadResult",
                XmlElement.of("Location", "https://" + bucket.regionalHost() + "/" + stored.key()),
                XmlElement.of("Bucket", bucket.name()),
                XmlElement.of("Key", stored.key()),
                XmlElement.of("ETag", stored.quotedEtag()),
                XmlElement.of(checksum.algorithm().element(), checksum.value()),
                XmlElement.of("ChecksumType", checksum.type())));
    }

    /** The uploaded parts that the client names: in order, unchanged, and each but the last large enough. */
    private List<Part> chosen(Upload upload, List<XmlElement> named) {
        if (named.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        Map<Integer, Part> uploaded =
                uploads.parts(upload).stream().collect(Collectors.toMap(Part::number, part -> part));
        List<Part> parts = new ArrayList<>();
        int previous = 0;
        for (XmlElement element : named) {
            int number = PartNumbers.read(element.childText("PartNumber").orElse(""));
            if (number <= previous) {
                throw new AwsError(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.",
                        Map.of("UploadId", upload.id()));
            }
            previous = number;
            parts.add(same(upload, element, Optional.ofNullable(uploaded.get(number)), number));
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < MIN_PART_BYTES) {
                throw tooSmall(part);
            }
        }
        return parts;
    }

    private static Part same(Upload upload, XmlElement named, Optional<Part> uploaded, int number) {
        String etag = named.childText("ETag").orElse("").replace("\"", "");
        Optional<String> checksum = named.childText(upload.algorithm().element());
        if (upload.isComposite() && upload.chosen() && checksum.isEmpty()) {
            throw S3Errors.invalidRequest("The upload was created using a "
                    + upload.algorithm().wireName()
                    + " checksum. The complete request must include the checksum for each part. It was missing for part "
                    + number + " in the request.");
        }
        return uploaded.filter(part -> part.etag().equals(etag)
                        && checksum.map(part.checksum().value()::equals).orElse(true))
                .orElseThrow(() -> new AwsError(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not have been uploaded, or "
                                + "the specified entity tag may not match the part's entity tag.",
                        Map.of(
                                "UploadId", upload.id(),
                                "PartNumber", String.valueOf(number),
                                "ETag", etag)));
    }

    private static AwsError tooSmall(Part part) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("ProposedSize", String.valueOf(part.size()));
        members.put("MinSizeAllowed", String.valueOf(MIN_PART_BYTES));
        members.put("PartNumber", String.valueOf(part.number()));
        members.put("ETag", part.etag());
        return new AwsError(
                400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", members);
    }

    private static String etag(List<Part> parts) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        parts.forEach(part -> digests.writeBytes(HexFormat.of().parseHex(part.etag())));
        return ObjectOperations.etag(digests.toByteArray()) + "-" + parts.size();
    }

    private static Checksum checksum(Upload upload, List<Part> parts, byte[] body) {
        if (!upload.isComposite()) {
            return upload.algorithm().of(body);
        }
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        parts.forEach(part ->
                digests.writeBytes(Base64.getDecoder().decode(part.checksum().value())));
        Checksum ofParts = upload.algorithm().of(digests.toByteArray());
        return new Checksum(upload.algorithm(), ofParts.value() + "-" + parts.size(), Checksum.COMPOSITE);
    }

    private static void compare(S3Request request, Checksum checksum, int size) {
        Optional<String> given = request.header(checksum.algorithm().header());
        if (given.isPresent() && !given.get().equals(checksum.value())) {
            throw S3Errors.badDigest(
                    "The " + checksum.algorithm().wireName() + " you specified did not match the calculated checksum.");
        }
        Optional<String> expected = request.header("x-amz-mp-object-size");
        if (expected.isPresent() && !expected.get().equals(String.valueOf(size))) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + expected.get()
                    + " does not match what was computed: " + size);
        }
    }
}
