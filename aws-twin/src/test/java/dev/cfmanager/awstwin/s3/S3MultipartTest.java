// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects in parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">multipart upload</a>
 */
@Conformance("s3")
class S3MultipartTest {
    private static final int FIVE_MIB = 5 * 1024 * 1024;

    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3MultipartTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("parts");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage(S3_GUIDE + "mpuoverview.html")
    void partsBecomeOneObject() {
        String id = s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key("key")
                        .contentType("text/x-mine")
                        .metadata(Map.of("a", "1")))
                .uploadId();
        CompletedPart first = upload(id, 1, "a".repeat(FIVE_MIB));
        CompletedPart second = upload(id, 2, "end");

        CompleteMultipartUploadResponse completed = complete(id, first, second);

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("key"));
        assertThat(completed.eTag()).matches("\"[0-9a-f]{32}-2\"").isEqualTo(head.eTag());
        assertThat(head.contentLength()).isEqualTo(FIVE_MIB + 3);
        assertThat(head.contentType()).isEqualTo("text/x-mine");
        assertThat(head.metadata()).containsEntry("a", "1");
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("key").range("bytes=-4"))
                        .asUtf8String())
                .isEqualTo("aend");
        assertRefused(404, "NoSuchUpload", () -> complete(id, first, second));
    }

    @Test
    @AwsPage(S3_API + "GetObject.html")
    void aPartCanBeReadAgain() {
        String id = begin("key");
        complete(id, upload(id, 1, "a".repeat(FIVE_MIB)), upload(id, 2, "end"));

        HeadObjectResponse part =
                s3.headObject(request -> request.bucket(bucket).key("key").partNumber(2));

        assertThat(part.partsCount()).isEqualTo(2);
        assertThat(part.contentLength()).isEqualTo(3);
        assertThat(part.contentRange()).isEqualTo("bytes %d-%d/%d".formatted(FIVE_MIB, FIVE_MIB + 2, FIVE_MIB + 3));
        assertRefused(
                416,
                null,
                () -> s3.headObject(request -> request.bucket(bucket).key("key").partNumber(3)));
    }

    @Test
    @AwsPage(S3_GUIDE + "mpuoverview.html")
    void theObjectIsNotThereBeforeItIsComplete() {
        String id = begin("key");
        upload(id, 1, "text");

        assertRefused(
                404, null, () -> s3.headObject(request -> request.bucket(bucket).key("key")));
    }

    @Test
    @AwsPage(S3_API + "UploadPart.html")
    void aPartSentAgainReplacesTheFirst() {
        String id = begin("key");
        CompletedPart first = upload(id, 1, "first");
        CompletedPart second = upload(id, 1, "second");

        assertRefused(400, "InvalidPart", () -> complete(id, first));
        complete(id, second);

        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("key"))
                        .asUtf8String())
                .isEqualTo("second");
    }

    @Test
    @AwsPage(S3_API + "CompleteMultipartUpload.html")
    void refusesPartsInDisorderOrTooSmall() {
        String id = begin("key");
        CompletedPart first = upload(id, 1, "small");
        CompletedPart second = upload(id, 2, "end");

        assertRefused(400, "InvalidPartOrder", () -> complete(id, second, first));
        assertRefused(400, "EntityTooSmall", () -> complete(id, first, second));
        assertRefused(400, "MalformedXML", () -> complete(id));
        assertRefused(
                400,
                "InvalidPart",
                () -> complete(id, first, second.toBuilder().partNumber(3).build()));
        assertRefused(400, "InvalidArgument", () -> upload(id, 10_001, "x"));
        assertRefused(400, "InvalidArgument", () -> upload(id, 0, "x"));
    }

    @Test
    @AwsPage(S3_API + "AbortMultipartUpload.html")
    void anAbortedUploadIsGone() {
        String id = begin("key");
        upload(id, 1, "text");

        s3.abortMultipartUpload(request -> request.bucket(bucket).key("key").uploadId(id));

        assertRefused(404, "NoSuchUpload", () -> upload(id, 2, "x"));
        assertRefused(
                404,
                "NoSuchUpload",
                () -> s3.listParts(request -> request.bucket(bucket).key("key").uploadId(id)));
        assertRefused(
                404,
                "NoSuchUpload",
                () -> s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key("key").uploadId(id)));
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    @AwsPage(S3_API + "ListParts.html")
    void listsPartsInPages() {
        String id = begin("key");
        upload(id, 3, "ccc");
        upload(id, 1, "a");
        upload(id, 2, "bb");

        List<Part> parts = new ArrayList<>();
        s3.listPartsPaginator(request ->
                        request.bucket(bucket).key("key").uploadId(id).maxParts(2))
                .forEach(page -> parts.addAll(page.parts()));

        assertThat(parts).extracting(Part::partNumber).containsExactly(1, 2, 3);
        assertThat(parts).extracting(Part::size).containsExactly(1L, 2L, 3L);
    }

    @Test
    @AwsPage(S3_API + "ListMultipartUploads.html")
    void listsUploadsInPagesByKeyAndBeginning() {
        begin("b");
        String older = begin("a");
        account.twin().clock().advance(Duration.ofSeconds(1));
        String newer = begin("a");
        begin("c/d");

        List<String> seen = new ArrayList<>();
        for (ListMultipartUploadsResponse page : s3.listMultipartUploadsPaginator(
                request -> request.bucket(bucket).maxUploads(1))) {
            page.uploads().forEach(upload -> seen.add(upload.key() + " " + upload.uploadId()));
        }

        assertThat(seen).hasSize(4).startsWith("a " + older, "a " + newer);
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket).delimiter("/"))
                        .commonPrefixes())
                .hasSize(1);
        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket).prefix("b"))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("b");
    }

    @Test
    @AwsPage(S3_API + "UploadPartCopy.html")
    void aPartMayBeCopied() {
        account.put(bucket, "digits", "0123456789");
        String id = begin("key");

        UploadPartCopyResponse copied = s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                .sourceKey("digits")
                .copySourceRange("bytes=2-4")
                .destinationBucket(bucket)
                .destinationKey("key")
                .uploadId(id)
                .partNumber(1));
        complete(
                id,
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(copied.copyPartResult().eTag())
                        .checksumCRC32(copied.copyPartResult().checksumCRC32())
                        .build());

        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("key"))
                        .asUtf8String())
                .isEqualTo("234");
    }

    @Test
    @AwsPage(S3_API + "UploadPartCopy.html")
    void aCopiedRangeMustLieInTheSource() {
        account.put(bucket, "digits", "0123456789");
        String id = begin("key");

        for (String range : List.of("bytes=2-10", "bytes=2-", "2-4")) {
            assertRefused(
                    400,
                    "InvalidArgument",
                    () -> s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                            .sourceKey("digits")
                            .copySourceRange(range)
                            .destinationBucket(bucket)
                            .destinationKey("key")
                            .uploadId(id)
                            .partNumber(1)));
        }
    }

    @Test
    @AwsPage(S3_GUIDE + "checking-object-integrity-upload.html")
    void checksumsArePutTogether() {
        String id = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("key").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        UploadPartResponse part = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key("key")
                        .uploadId(id)
                        .partNumber(1)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromString("text"));

        assertRefused(
                400,
                "InvalidRequest",
                () -> complete(
                        id,
                        CompletedPart.builder().partNumber(1).eTag(part.eTag()).build()));
        complete(
                id,
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(part.eTag())
                        .checksumSHA256(part.checksumSHA256())
                        .build());

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("key").checksumMode(ChecksumMode.ENABLED));
        assertThat(head.checksumSHA256()).endsWith("-1");
        assertThat(head.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
    }

    @Test
    @AwsPage(S3_GUIDE + "checking-object-integrity-upload.html")
    void aPartMustComeWithTheChecksumOfItsUpload() {
        String id = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("key").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();

        assertRefused(
                400,
                "InvalidRequest",
                () -> s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key("key")
                                .uploadId(id)
                                .partNumber(1)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromString("text")));
    }

    @Test
    @AwsPage(S3_API + "GetObjectAttributes.html")
    void attributesTellOfParts() {
        String id = begin("key");
        complete(id, upload(id, 1, "text"));

        GetObjectAttributesResponse attributes = s3.getObjectAttributes(request -> request.bucket(bucket)
                .key("key")
                .objectAttributes(
                        ObjectAttributes.E_TAG,
                        ObjectAttributes.OBJECT_PARTS,
                        ObjectAttributes.OBJECT_SIZE,
                        ObjectAttributes.STORAGE_CLASS));

        assertThat(attributes.eTag()).endsWith("-1").doesNotContain("\"");
        assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(1);
        assertThat(attributes.objectSize()).isEqualTo(4);
        assertThat(attributes.storageClassAsString()).isEqualTo("STANDARD");
    }

    @Test
    @AwsPage(S3_GUIDE + "delete-bucket.html")
    void uploadsInProgressDoNotKeepABucketFromBeingDeleted() {
        upload(begin("key"), 1, "text");

        s3.deleteBucket(request -> request.bucket(bucket));
        s3.createBucket(request -> request.bucket(bucket));

        assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-writes.html")
    void completingMayBeConditional() {
        account.put(bucket, "key", "there");
        String id = begin("key");
        CompletedPart part = upload(id, 1, "text");

        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("key")
                        .uploadId(id)
                        .ifNoneMatch("*")
                        .multipartUpload(upload -> upload.parts(part))));

        complete(id, part);
    }

    private String begin(String key) {
        return s3.createMultipartUpload(request -> request.bucket(bucket).key(key))
                .uploadId();
    }

    private CompletedPart upload(String id, int number, String text) {
        UploadPartResponse uploaded = s3.uploadPart(
                request -> request.bucket(bucket).key("key").uploadId(id).partNumber(number),
                RequestBody.fromString(text));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(uploaded.eTag())
                .checksumCRC32(uploaded.checksumCRC32())
                .build();
    }

    private CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(request -> request.bucket(bucket)
                .key("key")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(Arrays.asList(parts))));
    }
}
