// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.Call;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Copying objects.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
 */
@Conformance("s3")
class S3CopyTest {
    private final S3Account account;
    private final String source;
    private final String target;
    private final S3Client virginia;
    private final S3Client frankfurt;

    S3CopyTest(Aws aws) {
        account = new S3Account(aws);
        source = account.unique("source");
        target = account.unique("target");
        virginia = account.client();
        frankfurt = account.client("eu-central-1");
    }

    @BeforeEach
    void createBuckets() {
        virginia.createBucket(request -> request.bucket(source));
        frankfurt.createBucket(request -> request.bucket(target)
                .createBucketConfiguration(
                        configuration -> configuration.locationConstraint(BucketLocationConstraint.EU_CENTRAL_1)));
        virginia.putObject(
                request -> request.bucket(source)
                        .key("key")
                        .contentType("text/x-mine")
                        .cacheControl("max-age=1")
                        .metadata(Map.of("author", "me"))
                        .websiteRedirectLocation("/elsewhere")
                        .tagging("a=1"),
                RequestBody.fromString("text"));
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void copiesAcrossRegionsWithWhatIsKnownOfTheObject() {
        CopyObjectResponse copied = copy(request -> {});

        HeadObjectResponse copy =
                frankfurt.headObject(request -> request.bucket(target).key("copy"));

        assertThat(text()).isEqualTo("text");
        assertThat(copy.contentType()).isEqualTo("text/x-mine");
        assertThat(copy.cacheControl()).isEqualTo("max-age=1");
        assertThat(copy.metadata()).containsOnly(Map.entry("author", "me"));
        assertThat(copy.tagCount()).isEqualTo(1);
        assertThat(copy.websiteRedirectLocation()).as("is not copied").isNull();
        assertThat(copied.copyObjectResult().eTag()).isEqualTo(copy.eTag());
        assertThat(copied.copyObjectResult().lastModified()).isEqualTo(copy.lastModified());
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void replacesWhatIsKnownWhenToldSo() {
        copy(request -> request.metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/y-mine")
                .metadata(Map.of("editor", "you"))
                .taggingDirective("REPLACE")
                .tagging("b=2&c=3"));

        HeadObjectResponse copy =
                frankfurt.headObject(request -> request.bucket(target).key("copy"));

        assertThat(copy.contentType()).isEqualTo("text/y-mine");
        assertThat(copy.cacheControl()).isNull();
        assertThat(copy.metadata()).containsOnly(Map.entry("editor", "you"));
        assertThat(copy.tagCount()).isEqualTo(2);
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void withoutReplaceNewMetadataIsNotHeard() {
        copy(request -> request.contentType("text/y-mine").metadata(Map.of("editor", "you")));

        assertThat(frankfurt
                        .headObject(request -> request.bucket(target).key("copy"))
                        .contentType())
                .isEqualTo("text/x-mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "100%", "ü/日本 語", "q?versionId=1", "a&b=c"})
    @AwsPage(S3_API + "CopyObject.html")
    void sourcesAreUrlEncoded(String key) {
        account.put(source, key, "strange");

        copy(request -> request.sourceKey(key));

        assertThat(text()).isEqualTo("strange");
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void aCopyOntoItselfMustChangeSomething() {
        assertRefused(
                400,
                "InvalidRequest",
                () -> virginia.copyObject(request -> request.sourceBucket(source)
                        .sourceKey("key")
                        .destinationBucket(source)
                        .destinationKey("key")));

        virginia.copyObject(request -> request.sourceBucket(source)
                .sourceKey("key")
                .destinationBucket(source)
                .destinationKey("key")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/plain"));

        assertThat(virginia.headObject(request -> request.bucket(source).key("key"))
                        .contentType())
                .isEqualTo("text/plain");
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void theSourceMustBeThere() {
        assertRefused(404, "NoSuchKey", () -> copy(request -> request.sourceKey("missing")));
        assertRefused(404, "NoSuchBucket", () -> copy(request -> request.sourceBucket("missing")));
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void theSourceMustBeWhatTheClientSaw() {
        HeadObjectResponse seen =
                virginia.headObject(request -> request.bucket(source).key("key"));
        String tag = seen.eTag();

        copy(request -> request.copySourceIfMatch(tag));
        copy(request -> request.copySourceIfNoneMatch("\"other\""));
        assertRefused(412, "PreconditionFailed", () -> copy(request -> request.copySourceIfMatch("\"other\"")));
        assertRefused(412, "PreconditionFailed", () -> copy(request -> request.copySourceIfNoneMatch(tag)));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> copy(request -> request.copySourceIfModifiedSince(seen.lastModified())));
        assertRefused(
                412,
                "PreconditionFailed",
                () -> copy(request ->
                        request.copySourceIfUnmodifiedSince(seen.lastModified().minusSeconds(1))));
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void copiesAVersionThatIsNotTheLatest() {
        virginia.putBucketVersioning(
                request -> request.bucket(source).versioningConfiguration(versioning -> versioning.status("Enabled")));
        String first = virginia.putObject(request -> request.bucket(source).key("key"), RequestBody.fromString("first"))
                .versionId();
        account.put(source, "key", "second");

        CopyObjectResponse copied = copy(request -> request.sourceVersionId(first));

        assertThat(text()).isEqualTo("first");
        assertThat(copied.copySourceVersionId()).isEqualTo(first);
    }

    /** "A 200 OK response can contain either a success or an error." */
    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void anAnswerOf200MayHoldAnError() {
        account.twin()
                .faults()
                .on("s3", "CopyObject")
                .answer(S3.errorIn200("InternalError", "We encountered an internal error. Please try again."));

        assertRefused(
                200,
                "InternalError",
                () -> frankfurt.copyObject(request -> request.sourceBucket(source)
                        .sourceKey("key")
                        .destinationBucket(target)
                        .destinationKey("copy")));
    }

    @Test
    @AwsPage(S3_API + "CopyObject.html")
    void copyingNeedsReadingThereAndWritingHere() {
        copy(request -> {});

        Call call = account.twin()
                .calls()
                .where(logged -> logged.operation().equals("CopyObject"))
                .get(0);
        assertThat(call.iamActions()).containsExactly("s3:GetObject", "s3:PutObject");
        assertThat(call.resources()).containsExactly("arn:aws:s3:::source/key", "arn:aws:s3:::target/copy");
    }

    private CopyObjectResponse copy(Consumer<CopyObjectRequest.Builder> more) {
        return frankfurt.copyObject(request -> {
            request.sourceBucket(source)
                    .sourceKey("key")
                    .destinationBucket(target)
                    .destinationKey("copy");
            more.accept(request);
        });
    }

    private String text() {
        return frankfurt
                .getObjectAsBytes(request -> request.bucket(target).key("copy"))
                .asUtf8String();
    }
}
