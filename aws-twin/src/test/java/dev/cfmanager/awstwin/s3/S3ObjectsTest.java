// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.AWS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_ERRORS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects one at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
@Conformance("s3")
class S3ObjectsTest {
    private static final String MD5_OF_TEXT = "\"1cb251ec0d568de6a929b520c4aed8d1\"";

    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3ObjectsTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("objects");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage(S3_API + "PutObject.html")
    void givesBackWhatWasPut() {
        PutObjectResponse put = s3.putObject(
                request -> request.bucket(bucket)
                        .key("page.html")
                        .contentType("text/html; charset=utf-8")
                        .cacheControl("max-age=60")
                        .contentDisposition("inline")
                        .contentEncoding("identity")
                        .contentLanguage("de")
                        .expires(VirtualClock.EPOCH.plus(Duration.ofDays(1)))
                        .metadata(Map.of("Author", "me", "level", "7")),
                RequestBody.fromString("text"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("page.html"));

        assertThat(got.asUtf8String()).isEqualTo("text");
        GetObjectResponse object = got.response();
        assertThat(object.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(object.cacheControl()).isEqualTo("max-age=60");
        assertThat(object.contentDisposition()).isEqualTo("inline");
        assertThat(object.contentEncoding()).isEqualTo("identity");
        assertThat(object.contentLanguage()).isEqualTo("de");
        assertThat(object.expiresString()).isEqualTo("Fri, 02 Jan 2026 00:00:00 GMT");
        assertThat(object.metadata()).containsOnly(Map.entry("author", "me"), Map.entry("level", "7"));
        assertThat(object.eTag()).isEqualTo(MD5_OF_TEXT).isEqualTo(put.eTag());
        assertThat(object.lastModified())
                .isEqualTo(s3.headObject(request -> request.bucket(bucket).key("page.html"))
                        .lastModified());
        assertThat(object.contentLength()).isEqualTo(4);
        assertThat(object.acceptRanges()).isEqualTo("bytes");
        assertThat(object.serverSideEncryptionAsString()).isEqualTo("AES256");
        assertThat(object.versionId()).isNull();
    }

    @Test
    @AwsPage(S3_API + "HeadObject.html")
    void headTellsTheSameWithoutTheBytes() {
        account.put(bucket, "key", "text");

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("key"));

        assertThat(head.contentLength()).isEqualTo(4);
        assertThat(head.eTag()).isEqualTo(MD5_OF_TEXT);
        assertThat(head.contentType()).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    @AwsPage(S3_GUIDE + "UsingMetadata.html")
    void anObjectWithoutATypeIsBinary() throws IOException {
        account.signed("us-east-1", "PUT", "https://objects.s3.us-east-1.amazonaws.com/untyped", "x");

        assertThat(s3.headObject(request -> request.bucket(bucket).key("untyped"))
                        .contentType())
                .isEqualTo("binary/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "a b",
                "a+b",
                "a%2Fb",
                "ü/日本",
                "/lead",
                "dots/../up",
                "double//slash",
                "emoji😀",
                "a&b=c?d#e",
                "~tilde*'()"
            })
    @AwsPage(S3_GUIDE + "object-keys.html")
    void keysAreAnyText(String key) {
        account.put(bucket, key, "x");

        assertThat(s3.headObject(request -> request.bucket(bucket).key(key)).contentLength())
                .isEqualTo(1);
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    }

    @Test
    @AwsPage(S3_GUIDE + "object-keys.html")
    void aKeyHasAtMost1024Bytes() {
        account.put(bucket, "ü".repeat(512), "x");

        assertRefused(
                400,
                "KeyTooLongError",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("ü".repeat(512) + "x"), RequestBody.fromString("x")));
    }

    @Test
    @AwsPage(S3_API + "GetObject.html")
    void aMissingKeyIsSaidToBeMissing() {
        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(() ->
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key("missing")));
        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(
                        () -> s3.headObject(request -> request.bucket(bucket).key("missing")));
    }

    @Test
    @AwsPage(S3_API + "DeleteObject.html")
    void deletingWhatIsNotThereSucceeds() {
        account.put(bucket, "key", "x");

        s3.deleteObject(request -> request.bucket(bucket).key("key"));
        s3.deleteObject(request -> request.bucket(bucket).key("key"));

        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(
                        () -> s3.headObject(request -> request.bucket(bucket).key("key")));
    }

    @Test
    @AwsPage(S3_GUIDE + "UsingMetadata.html#UserMetadata")
    void userMetadataIsLimitedToTwoKilobytes() {
        assertRefused(
                400,
                "MetadataTooLarge",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").metadata(Map.of("m", "x".repeat(2048))),
                        RequestBody.fromString("x")));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,0123,bytes 0-3/10",
        "bytes=7-,789,bytes 7-9/10",
        "bytes=-2,89,bytes 8-9/10",
        "bytes=8-99,89,bytes 8-9/10"
    })
    @AwsPage(S3_API + "GetObject.html")
    void readsPartsOfAnObject(String range, String expected, String contentRange) {
        account.put(bucket, "digits", "0123456789");

        ResponseBytes<GetObjectResponse> part = s3.getObjectAsBytes(
                request -> request.bucket(bucket).key("digits").range(range));

        assertThat(part.asUtf8String()).isEqualTo(expected);
        assertThat(part.response().contentRange()).isEqualTo(contentRange);
        assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(s3.headObject(request -> request.bucket(bucket).key("digits").range(range))
                        .contentLength())
                .isEqualTo(expected.length());
    }

    @Test
    @AwsPage(S3_ERRORS)
    void refusesPartsThatAreNotThere() {
        account.put(bucket, "digits", "0123456789");

        assertRefused(
                416,
                "InvalidRange",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("digits").range("bytes=10-")));
    }

    @Test
    @AwsPage(S3_API + "GetObject.html")
    void aRangeNobodyUnderstandsMeansTheWholeObject() {
        account.put(bucket, "digits", "0123456789");

        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("digits").range("bytes=0-1,4-5"))
                        .asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-reads.html")
    void conditionalReadsCompareTheTag() {
        account.put(bucket, "key", "text");

        assertThat(s3.headObject(request -> request.bucket(bucket).key("key").ifMatch(MD5_OF_TEXT))
                        .eTag())
                .isEqualTo(MD5_OF_TEXT);
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("key").ifMatch("\"other\"")));
        assertRefused(
                304,
                null,
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("key").ifNoneMatch(MD5_OF_TEXT)));
        assertThat(s3.headObject(request -> request.bucket(bucket).key("key").ifNoneMatch("\"other\""))
                        .eTag())
                .isEqualTo(MD5_OF_TEXT);
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-reads.html")
    void conditionalReadsCompareTheTime() {
        account.put(bucket, "key", "text");
        Instant written =
                s3.headObject(request -> request.bucket(bucket).key("key")).lastModified();

        assertRefused(
                304,
                null,
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("key").ifModifiedSince(written)));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(
                        request -> request.bucket(bucket).key("key").ifUnmodifiedSince(written.minusSeconds(1))));
        assertThat(s3.headObject(request -> request.bucket(bucket)
                                .key("key")
                                .ifModifiedSince(written.minusSeconds(1))
                                .ifUnmodifiedSince(written))
                        .eTag())
                .isEqualTo(MD5_OF_TEXT);
    }

    /** The listing's example shows it. */
    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void timesAreWholeSecondsInHeadersAndListingsAlike() {
        account.pass(Duration.ofMillis(1_500));
        account.put(bucket, "key", "text");

        Instant listed = s3.listObjectsV2(request -> request.bucket(bucket))
                .contents()
                .get(0)
                .lastModified();

        assertThat(listed.getNano()).isZero();
        assertThat(listed)
                .isEqualTo(s3.headObject(request -> request.bucket(bucket).key("key"))
                        .lastModified());
    }

    @Test
    @AwsPage(S3_API + "GetObject.html")
    void ofTwoConditionsTheTagDecides() {
        account.put(bucket, "key", "text");

        assertThat(s3.headObject(request -> request.bucket(bucket)
                                .key("key")
                                .ifMatch(MD5_OF_TEXT)
                                .ifUnmodifiedSince(VirtualClock.EPOCH.minusSeconds(1)))
                        .eTag())
                .isEqualTo(MD5_OF_TEXT);
        assertRefused(
                304,
                null,
                () -> s3.headObject(request -> request.bucket(bucket)
                        .key("key")
                        .ifNoneMatch(MD5_OF_TEXT)
                        .ifModifiedSince(VirtualClock.EPOCH.minusSeconds(1))));
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-writes.html")
    void aConditionalWriteDoesNotOverwrite() {
        s3.putObject(request -> request.bucket(bucket).key("once").ifNoneMatch("*"), RequestBody.fromString("first"));

        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("once").ifNoneMatch("*"),
                        RequestBody.fromString("second")));
        assertRefused(
                501,
                "NotImplemented",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("once").ifNoneMatch("\"tag\""),
                        RequestBody.fromString("second")));

        assertThat(text("once")).isEqualTo("first");
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-writes.html")
    void aConditionalWriteReplacesOnlyWhatItSaw() {
        account.put(bucket, "key", "text");

        s3.putObject(request -> request.bucket(bucket).key("key").ifMatch(MD5_OF_TEXT), RequestBody.fromString("new"));

        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").ifMatch(MD5_OF_TEXT),
                        RequestBody.fromString("newer")));
        assertRefused(
                404,
                "NoSuchKey",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("missing").ifMatch(MD5_OF_TEXT),
                        RequestBody.fromString("x")));
        assertThat(text("key")).isEqualTo("new");
    }

    @Test
    @AwsPage(S3_GUIDE + "conditional-deletes.html")
    void aConditionalDeleteRemovesOnlyWhatItSaw() {
        account.put(bucket, "key", "text");

        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3.deleteObject(
                        request -> request.bucket(bucket).key("key").ifMatch("\"other\"")));
        s3.deleteObject(request -> request.bucket(bucket).key("key").ifMatch(MD5_OF_TEXT));

        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    @AwsPage(S3_GUIDE + "checking-object-integrity-upload.html")
    void keepsTheChecksumItWasGiven(ChecksumAlgorithm algorithm) {
        s3.putObject(
                request -> request.bucket(bucket).key("key").checksumAlgorithm(algorithm),
                RequestBody.fromString("text"));

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("key").checksumMode(ChecksumMode.ENABLED));

        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(new String[] {head.checksumCRC32(), head.checksumCRC32C(), head.checksumSHA1(), head.checksumSHA256()
                })
                .filteredOn(checksum -> checksum != null)
                .hasSize(1);
        assertThat(text("key")).isEqualTo("text");
    }

    @Test
    @AwsPage(S3_GUIDE + "checking-object-integrity-upload.html")
    void computesAChecksumForThoseWhoGiveNone() {
        S3Client plain = account.client(
                "us-east-1", S3Client.builder().requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED));
        plain.putObject(request -> request.bucket(bucket).key("key"), RequestBody.fromString("123456789"));

        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key("key").checksumMode(ChecksumMode.ENABLED));

        assertThat(head.checksumCRC64NVME()).isEqualTo("rosUhgp5mIg="); // AE8B14860A799888, the catalogue's check value
    }

    @Test
    @AwsPage(S3_ERRORS)
    void refusesABodyThatArrivedOtherThanSent() {
        assertRefused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("text")));
        assertRefused(
                400,
                "InvalidDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").contentMD5("short"),
                        RequestBody.fromString("text")));
        assertRefused(
                400,
                "BadDigest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").checksumCRC32("AAAAAA=="),
                        RequestBody.fromString("text")));
        assertRefused(
                400,
                "InvalidRequest",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").checksumCRC32("nonsense"),
                        RequestBody.fromString("text")));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    @AwsPage(AWS + "AmazonS3/latest/API/sigv4-streaming.html")
    void theFramingOfTheWayHereIsNotPartOfTheObject() {
        s3.putObject(
                request -> request.bucket(bucket).key("key").contentEncoding("gzip"), RequestBody.fromString("text"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key("key"));

        assertThat(got.response().contentEncoding()).isEqualTo("gzip");
        assertThat(got.asUtf8String()).isEqualTo("text");
    }

    @Test
    @AwsPage(S3_API + "GetObject.html")
    void answersLookAsTheReaderWants() {
        account.put(bucket, "key", "text");

        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket)
                                .key("key")
                                .responseContentType("application/x-mine")
                                .responseCacheControl("no-store"))
                        .response())
                .satisfies(response -> {
                    assertThat(response.contentType()).isEqualTo("application/x-mine");
                    assertThat(response.cacheControl()).isEqualTo("no-store");
                });
    }

    @Test
    @AwsPage(S3_GUIDE + "about-object-ownership.html")
    void withOwnershipEnforcedThereAreNoAcls() {
        assertRefused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").acl("public-read"), RequestBody.fromString("x")));

        s3.putObject(
                request -> request.bucket(bucket).key("key").acl("bucket-owner-full-control"),
                RequestBody.fromString("x"));
    }

    @Test
    @AwsPage(AWS + "AmazonS3/latest/API/RESTCommonResponseHeaders.html")
    void everyAnswerCarriesTheIdsThatSupportAsksFor() throws IOException {
        TwinResponse refusal = account.anonymousGet("https://objects.s3.us-east-1.amazonaws.com/key");
        PutObjectResponse put = s3.putObject(request -> request.bucket(bucket).key("key"), RequestBody.fromString("x"));

        String requestId = refusal.header("x-amz-request-id").orElseThrow();
        assertThat(refusal.bodyText()).contains("<RequestId>" + requestId + "</RequestId>", "<HostId>");
        assertThat(refusal.header("x-amz-id-2")).isPresent();
        assertThat(put.sdkHttpResponse().firstMatchingHeader("x-amz-request-id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[A-Z0-9]{16}"));
        assertThat(put.sdkHttpResponse().firstMatchingHeader("x-amz-id-2")).isPresent();
    }

    @Test
    @AwsPage(undocumented = "the twin's own: a scripted fault")
    void aBrokenConnectionAfterTheWriteLeavesTheObject() {
        account.twin().faults().on("s3", "PutObject").call(1).afterEffect().fail(500, "InternalError");

        S3Exception refusal = assertRefused(
                500,
                "InternalError",
                () -> s3.putObject(request -> request.bucket(bucket).key("key"), RequestBody.fromString("text")));

        assertThat(refusal.requestId()).isNotEmpty();
        assertThat(text("key")).isEqualTo("text");
    }

    private String text(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
    }
}
