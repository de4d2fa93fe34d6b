// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Ids;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Beginning a multipart upload, sending its parts, and giving it up.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">multipart upload</a>
 */
final class MultipartOperations {
    private static final String UPLOAD_ID = "uploadId";
    private static final String PART_NUMBER = "partNumber";

    private final UploadStore uploads;
    private final SourceReader sources;
    private final FrontDoor frontDoor;
    private final Ids ids;
    private final InstantSource clock;

    MultipartOperations(UploadStore uploads, SourceReader sources, FrontDoor frontDoor, Ids ids, InstantSource clock) {
        this.uploads = uploads;
        this.sources = sources;
        this.frontDoor = frontDoor;
        this.ids = ids;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.object("POST", List.of("uploads"), "CreateMultipartUpload", Permission::onWrite, this::create);
        routes.object(
                "PUT",
                List.of(UPLOAD_ID, PART_NUMBER),
                "UploadPart",
                request -> List.of(Permission.onObject("s3:PutObject", request)),
                this::upload);
        routes.open(
                "PUT",
                Route.Level.OBJECT,
                List.of(UPLOAD_ID, PART_NUMBER, CopySource.HEADER),
                "UploadPartCopy",
                request -> List.of(CopySource.of(request).permission(), Permission.onObject("s3:PutObject", request)),
                this::copy);
        routes.object(
                "DELETE",
                List.of(UPLOAD_ID),
                "AbortMultipartUpload",
                request -> List.of(Permission.onObject("s3:AbortMultipartUpload", request)),
                this::abort);
    }

    /** The upload a request names. */
    static Upload named(UploadStore uploads, S3Request request) {
        return uploads.get(
                request.bucket(), request.key(), request.query(UPLOAD_ID).orElse(""));
    }

    private TwinResponse create(S3Request request, Bucket bucket) {
        ObjectOperations.checkKey(request.key());
        Optional<ChecksumAlgorithm> chosen = request.header("x-amz-checksum-algorithm")
                .map(name -> ChecksumAlgorithm.named(name)
                        .orElseThrow(() -> S3Errors.invalidRequest("Checksum algorithm provided is unsupported. "
                                + "Please try again with any of the valid types: "
                                + Arrays.toString(ChecksumAlgorithm.values()))));
        ChecksumAlgorithm algorithm = chosen.orElse(ChecksumAlgorithm.CRC64NVME);
        Upload upload = new Upload(
                bucket.name(),
                request.key(),
                ids.lower("", 64),
                clock.instant(),
                Details.of(request, bucket),
                algorithm,
                checksumType(request, algorithm),
                chosen.isPresent());
        uploads.begin(upload);
        TwinResponse document = Answers.document(XmlElement.of(
                "InitiateMultipartUploadResult",
                XmlElement.of("Bucket", bucket.name()),
                XmlElement.of("Key", upload.key()),
                XmlElement.of("UploadId", upload.id())));
        TwinResponse answer = Answers.merge(
                new TwinResponse(200, Encryption.only(upload.details().headers()), new byte[0]), document);
        return chosen.isEmpty()
                ? answer
                : answer.with("x-amz-checksum-algorithm", algorithm.name())
                        .with("x-amz-checksum-type", upload.checksumType());
    }

    /**
     * How the object's checksum comes about.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#Full-object-and-composite-checksums">types
     *     by algorithm</a>
     */
    private static String checksumType(S3Request request, ChecksumAlgorithm algorithm) {
        String otherwise = algorithm == ChecksumAlgorithm.CRC64NVME ? Checksum.FULL_OBJECT : Checksum.COMPOSITE;
        String type = request.header("x-amz-checksum-type").orElse(otherwise);
        boolean fits = type.equals(Checksum.FULL_OBJECT) ? algorithm.isCrc() : type.equals(otherwise);
        if (!fits) {
            throw S3Errors.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + algorithm.wireName() + " checksum algorithm.");
        }
        return type;
    }

    private TwinResponse upload(S3Request request, Bucket bucket) {
        Upload upload = named(uploads, request);
        Payload payload = request.payload();
        payload.checksum().ifPresent(given -> {
            if (upload.chosen() && given.algorithm() != upload.algorithm()) {
                throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                        + upload.algorithm().wireName() + ", actual checksum Type: "
                        + given.algorithm().wireName());
            }
        });
        Part part = add(upload, request, payload.bytes());
        TwinResponse answer = TwinResponse.empty(200).with("ETag", "\"" + part.etag() + "\"");
        Checksum told = payload.checksum().orElse(part.checksum());
        return answer.with(told.algorithm().header(), told.value());
    }

    private TwinResponse copy(S3Request request) {
        Bucket bucket = frontDoor.enter(request);
        frontDoor.require(request, bucket, List.of(Permission.onObject("s3:PutObject", request)));
        Upload upload = named(uploads, request);
        SourceReader.Source source = sources.read(request);
        byte[] bytes = request.header("x-amz-copy-source-range")
                .map(range -> cut(range, source.body()))
                .orElse(source.body());
        Part part = add(upload, request, bytes);
        List<XmlElement> members = new ArrayList<>();
        members.add(XmlElement.of("LastModified", Answers.xmlDate(part.modified())));
        members.add(XmlElement.of("ETag", "\"" + part.etag() + "\""));
        members.add(XmlElement.of(
                part.checksum().algorithm().element(), part.checksum().value()));
        return source.stamp(Answers.document(XmlElement.of("CopyPartResult", members)));
    }

    /** The bytes of a source range, which must be given in full and lie within the source. */
    private static byte[] cut(String range, byte[] body) {
        if (!range.matches("bytes=\\d{1,18}-\\d{1,18}")) {
            throw S3Errors.invalidArgument(
                    "x-amz-copy-source-range",
                    range,
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                            + "zero-based offsets of the first and last bytes to copy");
        }
        long last = Long.parseLong(range.substring(range.indexOf('-') + 1));
        Optional<ByteRange> parsed = last < body.length ? ByteRange.parse(range, body.length) : Optional.empty();
        return parsed.map(part -> Arrays.copyOfRange(body, part.first(), part.last() + 1))
                .orElseThrow(() -> S3Errors.invalidArgument(
                        "x-amz-copy-source-range",
                        range,
                        "Range specified is not valid for source object of size: " + body.length));
    }

    private Part add(Upload upload, S3Request request, byte[] bytes) {
        int number = PartNumbers.read(request.query(PART_NUMBER).orElse(""));
        Part part = new Part(
                number,
                bytes.length,
                ObjectOperations.etag(bytes),
                clock.instant(),
                upload.algorithm().of(bytes));
        uploads.put(upload, part, bytes);
        return part;
    }

    private TwinResponse abort(S3Request request, Bucket bucket) {
        uploads.end(named(uploads, request));
        return TwinResponse.empty(204);
    }
}
