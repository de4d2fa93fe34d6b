// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Putting, reading and deleting one object. */
final class ObjectOperations {
    private static final int MAX_KEY_BYTES = 1024;

    private final ObjectStore objects;
    private final VersionFinder finder;
    private final Deletion deletion;
    private final ObjectEvents events;
    private final InstantSource clock;

    ObjectOperations(
            ObjectStore objects, VersionFinder finder, Deletion deletion, ObjectEvents events, InstantSource clock) {
        this.objects = objects;
        this.finder = finder;
        this.deletion = deletion;
        this.events = events;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.object("PUT", List.of(), "PutObject", Permission::onWrite, this::put);
        routes.object(
                "GET",
                List.of(),
                "GetObject",
                request -> Permission.onVersion("s3:GetObject", "s3:GetObjectVersion", request),
                this::get);
        routes.object(
                "HEAD",
                List.of(),
                "HeadObject",
                request -> Permission.onVersion("s3:GetObject", "s3:GetObjectVersion", request),
                this::head);
        routes.object(
                "DELETE",
                List.of(),
                "DeleteObject",
                request -> Permission.onVersion("s3:DeleteObject", "s3:DeleteObjectVersion", request),
                this::delete);
    }

    /**
     * PutObject.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
     */
    private TwinResponse put(S3Request request, Bucket bucket) {
        checkKey(request.key());
        Payload payload = request.payload();
        byte[] body = payload.bytes();
        Checksum checksum = payload.checksum().orElseGet(() -> ChecksumAlgorithm.CRC64NVME.of(body));
        ObjectVersion version = ObjectVersion.of(
                request.key(), Content.of(body, checksum, clock.instant()), Details.of(request, bucket));
        ObjectVersion stored = objects.put(bucket, version, body, latest -> Preconditions.checkWrite(request, latest));
        events.created(bucket, stored, "Put");
        TwinResponse response = ObjectHeaders.written(bucket, stored).with("ETag", stored.quotedEtag());
        for (Map.Entry<String, String> header : ObjectHeaders.checksum(checksum).entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    /** Refuses a key longer than 1,024 bytes of UTF-8. */
    static void checkKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_KEY_BYTES) {
            throw new AwsError(
                    400,
                    "KeyTooLongError",
                    "Your key is too long",
                    Map.of("Size", String.valueOf(bytes), "MaxSizeAllowed", String.valueOf(MAX_KEY_BYTES)));
        }
    }

    /** The ETag of an object put in one piece. */
    static String etag(byte[] body) {
        return Digests.hex(Digests.md5(body));
    }

    /**
     * GetObject.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
     */
    private TwinResponse get(S3Request request, Bucket bucket) {
        return objects.consistently(() -> {
            ObjectVersion version = finder.toRead(request, bucket);
            return answer(request, bucket, version, objects.body(bucket.name(), version));
        });
    }

    /**
     * HeadObject: as GetObject, without the bytes.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    private TwinResponse head(S3Request request, Bucket bucket) {
        TwinResponse whole = get(request, bucket);
        return new TwinResponse(whole.status(), whole.headers(), new byte[0])
                .with("Content-Length", String.valueOf(whole.body().length));
    }

    private static TwinResponse answer(S3Request request, Bucket bucket, ObjectVersion version, byte[] body) {
        Preconditions conditions = Preconditions.onRead(request);
        conditions.requireMatch(version);
        TwinResponse described = ObjectHeaders.describe(request, bucket, version);
        if (conditions.alreadyKnown(version).isPresent()) {
            return notModified(described);
        }
        Optional<ByteRange> part = partRange(request, version);
        Optional<ByteRange> range = part.isPresent()
                ? part
                : request.header("range").flatMap(header -> ByteRange.parse(header, body.length));
        if (part.isPresent() && !version.partSizes().isEmpty()) {
            described = described.with(
                    "x-amz-mp-parts-count", String.valueOf(version.partSizes().size()));
        }
        if (range.isEmpty() || (part.isPresent() && version.partSizes().isEmpty())) {
            return new TwinResponse(200, described.headers(), body);
        }
        return partial(described, range.get(), body);
    }

    private static TwinResponse notModified(TwinResponse described) {
        Map<String, String> headers = new TreeMap<>(described.headers());
        headers.keySet().removeIf(name -> name.equals("Content-Type") || name.equals("Content-Encoding"));
        return new TwinResponse(304, headers, new byte[0]);
    }

    private static TwinResponse partial(TwinResponse described, ByteRange range, byte[] body) {
        Map<String, String> headers = new TreeMap<>(described.headers());
        headers.keySet().removeIf(name -> name.startsWith("x-amz-checksum-")); // it is the whole object's
        headers.put("Content-Range", range.contentRange(body.length));
        return new TwinResponse(206, headers, Arrays.copyOfRange(body, range.first(), range.last() + 1));
    }

    /** The bytes of the part that {@code partNumber} asks for; an object put in one piece has one part. */
    private static Optional<ByteRange> partRange(S3Request request, ObjectVersion version) {
        Optional<String> asked = request.query("partNumber");
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        int number = PartNumbers.read(asked.get());
        List<Long> sizes = version.partSizes().isEmpty() ? List.of(version.size()) : version.partSizes();
        if (number > sizes.size()) {
            throw new AwsError(
                    416,
                    "InvalidPartNumber",
                    "The requested partnumber is not satisfiable",
                    Map.of("PartNumberRequested", asked.get(), "ActualPartCount", String.valueOf(sizes.size())));
        }
        long first =
                sizes.stream().limit(number - 1L).mapToLong(Long::longValue).sum();
        return Optional.of(new ByteRange((int) first, (int) (first + sizes.get(number - 1) - 1)));
    }

    /**
     * DeleteObject: what is not there is deleted as well.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html">DeleteObject</a>
     */
    private TwinResponse delete(S3Request request, Bucket bucket) {
        Optional<String> versionId = request.query("versionId");
        Deletion.Outcome outcome = versionId.isPresent()
                ? deletion.ofVersion(
                        bucket,
                        request.key(),
                        versionId.get(),
                        version -> version.ifPresent(Preconditions.onRead(request)::requireMatch))
                : deletion.ofKey(bucket, request.key(), latest -> Preconditions.checkWrite(request, latest));
        TwinResponse response = TwinResponse.empty(204);
        if (outcome.versionId().isPresent()) {
            response = response.with("x-amz-version-id", outcome.versionId().get());
        }
        return outcome.deleteMarker() ? response.with("x-amz-delete-marker", "true") : response;
    }
}
