// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Listing objects.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
 */
@Conformance("s3")
class S3ListingTest {
    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3ListingTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("listing");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void anEmptyBucketListsNothing() {
        ListObjectsV2Response listing = s3.listObjectsV2(request -> request.bucket(bucket));

        assertThat(listing.contents()).isEmpty();
        assertThat(listing.keyCount()).isZero();
        assertThat(listing.maxKeys()).isEqualTo(1000);
        assertThat(listing.isTruncated()).isFalse();
        assertThat(listing.name()).isEqualTo(bucket);
        assertThat(listing.nextContinuationToken()).isNull();
    }

    @Test
    @AwsPage(S3_GUIDE + "ListingKeysUsingAPIs.html")
    void keysComeInTheOrderOfTheirUtf8Bytes() {
        put("b", "a/b", "a", "a-", "B", "é", "\uFF5E", "😀", "Z");

        assertThat(keys(s3.listObjectsV2(request -> request.bucket(bucket)).contents()))
                .as("U+FF5E is before U+1F600 in UTF-8, behind it in UTF-16")
                .containsExactly("B", "Z", "a", "a-", "a/b", "b", "é", "\uFF5E", "😀");
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void anObjectIsDescribed() {
        account.put(bucket, "key", "text");

        S3Object object = s3.listObjectsV2(request -> request.bucket(bucket).fetchOwner(true))
                .contents()
                .get(0);

        assertThat(object.size()).isEqualTo(4);
        assertThat(object.eTag()).isEqualTo("\"1cb251ec0d568de6a929b520c4aed8d1\"");
        assertThat(object.storageClassAsString()).isEqualTo("STANDARD");
        assertThat(object.lastModified()).isNotNull();
        assertThat(object.owner().id()).matches("[0-9a-f]{64}");
        assertThat(object.checksumAlgorithmAsStrings()).containsExactly("CRC32");
    }

    @Test
    @AwsPage(S3_GUIDE + "using-prefixes.html")
    void prefixAndDelimiterMakeFolders() {
        put("index.html", "img/a.png", "img/b.png", "img/big/c.png", "js/app.js", "jsx");

        ListObjectsV2Response top =
                s3.listObjectsV2(request -> request.bucket(bucket).delimiter("/"));
        ListObjectsV2Response images = s3.listObjectsV2(
                request -> request.bucket(bucket).delimiter("/").prefix("img/"));
        ListObjectsV2Response unfinished = s3.listObjectsV2(
                request -> request.bucket(bucket).delimiter("/").prefix("js"));

        assertThat(keys(top.contents())).containsExactly("index.html", "jsx");
        assertThat(top.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("img/", "js/");
        assertThat(top.keyCount()).isEqualTo(4);
        assertThat(keys(images.contents())).containsExactly("img/a.png", "img/b.png");
        assertThat(images.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("img/big/");
        assertThat(keys(unfinished.contents())).containsExactly("jsx");
        assertThat(unfinished.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("js/");
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void aDelimiterMayBeAnyText() {
        put("a--b", "a--c", "d");

        ListObjectsV2Response listing =
                s3.listObjectsV2(request -> request.bucket(bucket).delimiter("--"));

        assertThat(listing.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a--");
        assertThat(keys(listing.contents())).containsExactly("d");
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void pagesHoldEveryKeyOnceAndFoldersCount() {
        put("a", "b/1", "b/2", "b/3", "c", "d/1", "e");

        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (ListObjectsV2Response page : s3.listObjectsV2Paginator(
                request -> request.bucket(bucket).delimiter("/").maxKeys(2))) {
            page.contents().forEach(object -> seen.add(object.key()));
            page.commonPrefixes().forEach(prefix -> seen.add(prefix.prefix()));
            sizes.add(page.keyCount());
        }

        assertThat(seen).containsExactly("a", "b/", "c", "d/", "e");
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void aTokenGoesOnWhereThePageEndedEvenWhenItsLastKeyIsGone() {
        put("a", "b", "c");
        ListObjectsV2Response first =
                s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(2));
        s3.deleteObject(request -> request.bucket(bucket).key("b"));
        put("aa", "bb");

        ListObjectsV2Response second =
                s3.listObjectsV2(request -> request.bucket(bucket).continuationToken(first.nextContinuationToken()));

        assertThat(first.isTruncated()).isTrue();
        assertThat(keys(second.contents())).containsExactly("bb", "c");
        assertThat(second.continuationToken()).isEqualTo(first.nextContinuationToken());
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void refusesTokensAndNumbersThatAreNone() {
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.listObjectsV2(request -> request.bucket(bucket).continuationToken("tampered")));
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(-1)));
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.listObjectsV2(request -> request.bucket(bucket).encodingType("base64")));
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void noKeysAtAllMayBeAskedFor() {
        put("a");

        ListObjectsV2Response none =
                s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(0));

        assertThat(none.contents()).isEmpty();
        assertThat(none.isTruncated()).isFalse();
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void startAfterSkipsUpToAndIncluding() {
        put("a", "b", "c");

        assertThat(keys(s3.listObjectsV2(request -> request.bucket(bucket).startAfter("a"))
                        .contents()))
                .containsExactly("b", "c");
        assertThat(keys(s3.listObjectsV2(request -> request.bucket(bucket).startAfter("bb"))
                        .contents()))
                .containsExactly("c");
    }

    @Test
    @AwsPage(S3_API + "ListObjectsV2.html")
    void aPageHasAtMostAThousandKeys() {
        IntStream.range(0, 1001).forEach(i -> account.put(bucket, String.format("k%04d", i), ""));

        ListObjectsV2Response first =
                s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(5000));

        assertThat(first.contents()).hasSize(1000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.maxKeys()).isEqualTo(1000);
    }

    @Test
    @AwsPage({S3_GUIDE + "object-keys.html#object-key-xml-related-constraints", S3_API + "ListObjectsV2.html"})
    void keysThatXmlCannotCarryAreEncodedWhenAsked() throws IOException {
        account.signed("us-east-1", "PUT", "https://" + bucket + ".s3.us-east-1.amazonaws.com/a%01b%20c%2Bd", "");

        TwinResponse raw = account.signed(
                "us-east-1",
                "GET",
                "https://" + bucket + ".s3.us-east-1.amazonaws.com/?list-type=2&encoding-type=url",
                "");

        assertThat(raw.bodyText()).contains("<Key>a%01b+c%2Bd</Key>", "<EncodingType>url</EncodingType>");
        assertThat(keys(s3.listObjectsV2(request -> request.bucket(bucket).encodingType(EncodingType.URL))
                        .contents()))
                .containsExactly("a\u0001b c+d");
    }

    @Test
    @AwsPage(S3_API + "ListObjects.html")
    void theFirstVersionOfTheApiGoesByMarkers() {
        put("a", "b/1", "b/2", "c");

        ListObjectsResponse first =
                s3.listObjects(request -> request.bucket(bucket).delimiter("/").maxKeys(2));
        ListObjectsResponse second =
                s3.listObjects(request -> request.bucket(bucket).delimiter("/").marker(first.nextMarker()));
        ListObjectsResponse plain =
                s3.listObjects(request -> request.bucket(bucket).maxKeys(1));

        assertThat(keys(first.contents())).containsExactly("a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/");
        assertThat(first.nextMarker()).isEqualTo("b/");
        assertThat(keys(second.contents())).containsExactly("c");
        assertThat(second.commonPrefixes()).isEmpty();
        assertThat(plain.nextMarker())
                .as("only with a delimiter; else the last key serves")
                .isNull();
        assertThat(plain.isTruncated()).isTrue();
    }

    private void put(String... keys) {
        for (String key : keys) {
            account.put(bucket, key, "");
        }
    }

    private static List<String> keys(List<S3Object> objects) {
        return objects.stream().map(S3Object::key).toList();
    }
}
