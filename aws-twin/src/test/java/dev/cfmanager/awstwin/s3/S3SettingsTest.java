// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** What can be set on a bucket, apart from its policy. */
@Conformance("s3")
class S3SettingsTest {

    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3SettingsTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("settings");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage({S3_GUIDE + "create-bucket-faq.html", S3_GUIDE + "default-encryption-faq.html"})
    void aNewBucketIsClosedEncryptedAndOwned() {
        PublicAccessBlockConfiguration block =
                s3.getPublicAccessBlock(request -> request.bucket(bucket)).publicAccessBlockConfiguration();

        assertThat(block.blockPublicAcls()).isTrue();
        assertThat(block.ignorePublicAcls()).isTrue();
        assertThat(block.blockPublicPolicy()).isTrue();
        assertThat(block.restrictPublicBuckets()).isTrue();
        assertThat(algorithm()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(ownership()).isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(s3.getBucketVersioning(request -> request.bucket(bucket)).status())
                .isNull();
    }

    @Test
    @AwsPage(S3_API + "PutPublicAccessBlock.html")
    void publicAccessBlockIsSetAndRemovedAsAWhole() {
        s3.putPublicAccessBlock(
                request -> request.bucket(bucket).publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)));

        PublicAccessBlockConfiguration block =
                s3.getPublicAccessBlock(request -> request.bucket(bucket)).publicAccessBlockConfiguration();
        assertThat(block.blockPublicAcls()).isTrue();
        assertThat(block.blockPublicPolicy()).isFalse();

        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        assertRefused(
                404,
                "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(request -> request.bucket(bucket)));
    }

    @Test
    @AwsPage(S3_API + "PutBucketOwnershipControls.html")
    void ownershipIsSetAndRemoved() {
        s3.putBucketOwnershipControls(request -> request.bucket(bucket)
                .ownershipControls(controls ->
                        controls.rules(rule -> rule.objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED))));
        assertThat(ownership()).isEqualTo(ObjectOwnership.BUCKET_OWNER_PREFERRED);

        s3.deleteBucketOwnershipControls(request -> request.bucket(bucket));
        assertRefused(
                404,
                "OwnershipControlsNotFoundError",
                () -> s3.getBucketOwnershipControls(request -> request.bucket(bucket)));
        assertRefused(
                400,
                "MalformedXML",
                () -> s3.putBucketOwnershipControls(request -> request.bucket(bucket)
                        .ownershipControls(controls -> controls.rules(rule -> rule.objectOwnership("Nobody")))));
    }

    @Test
    @AwsPage(S3_API + "DeleteBucketEncryption.html")
    void encryptionIsNeverOff() {
        s3.putBucketEncryption(request -> request.bucket(bucket)
                .serverSideEncryptionConfiguration(configuration -> configuration.rules(
                        rule -> rule.applyServerSideEncryptionByDefault(ServerSideEncryptionByDefault.builder()
                                        .sseAlgorithm(ServerSideEncryption.AWS_KMS)
                                        .kmsMasterKeyID("arn:aws:kms:us-east-1:123456789012:key/1")
                                        .build())
                                .bucketKeyEnabled(true))));
        account.put(bucket, "key", "x");

        assertThat(algorithm()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(s3.headObject(request -> request.bucket(bucket).key("key")).ssekmsKeyId())
                .isEqualTo("arn:aws:kms:us-east-1:123456789012:key/1");

        s3.deleteBucketEncryption(request -> request.bucket(bucket));
        assertThat(algorithm()).isEqualTo(ServerSideEncryption.AES256);
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.putBucketEncryption(request -> request.bucket(bucket)
                        .serverSideEncryptionConfiguration(configuration -> configuration.rules(
                                rule -> rule.applyServerSideEncryptionByDefault(byDefault -> byDefault
                                        .sseAlgorithm(ServerSideEncryption.AES256)
                                        .kmsMasterKeyID("1"))))));
    }

    @Test
    @AwsPage(S3_API + "PutBucketTagging.html")
    void tagsAreSetAndRemovedAsAWhole() {
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(request -> request.bucket(bucket)));

        putTags(List.of(tag("b", "2"), tag("a", "")));
        assertThat(s3.getBucketTagging(request -> request.bucket(bucket)).tagSet())
                .containsExactly(tag("b", "2"), tag("a", ""));

        s3.deleteBucketTagging(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(request -> request.bucket(bucket)));
    }

    @Test
    @AwsPage(S3_API + "PutBucketTagging.html")
    void refusesTagsBeyondTheRules() {
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("a", "1"), tag("a", "2"))));
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("aws:mine", "1"))));
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("", "1"))));
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("k".repeat(129), "1"))));
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("a", "v".repeat(257)))));
        assertRefused(400, "InvalidTag", () -> putTags(List.of(tag("a", "<b>"))));
        assertRefused(
                400,
                "InvalidTag",
                () -> putTags(
                        IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "")).toList()));
        putTags(IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "")).toList());
    }

    @Test
    @AwsPage(S3_API + "PutBucketWebsite.html")
    void aWebsiteHasAnIndexOrRedirectsEverything() {
        assertRefused(404, "NoSuchWebsiteConfiguration", () -> s3.getBucketWebsite(request -> request.bucket(bucket)));

        putWebsite(WebsiteConfiguration.builder()
                .indexDocument(index -> index.suffix("index.html"))
                .errorDocument(error -> error.key("error.html"))
                .build());

        assertThat(s3.getBucketWebsite(request -> request.bucket(bucket))).satisfies(website -> {
            assertThat(website.indexDocument().suffix()).isEqualTo("index.html");
            assertThat(website.errorDocument().key()).isEqualTo("error.html");
        });
        s3.deleteBucketWebsite(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchWebsiteConfiguration", () -> s3.getBucketWebsite(request -> request.bucket(bucket)));
    }

    @Test
    @AwsPage(S3_API + "PutBucketWebsite.html")
    void refusesWebsitesThatCannotBe() {
        assertRefused(
                400,
                "InvalidArgument",
                () -> putWebsite(WebsiteConfiguration.builder()
                        .indexDocument(index -> index.suffix("a/index.html"))
                        .build()));
        assertRefused(
                400,
                "InvalidArgument",
                () -> putWebsite(WebsiteConfiguration.builder()
                        .errorDocument(error -> error.key("error.html"))
                        .build()));
        assertRefused(
                400,
                "InvalidArgument",
                () -> putWebsite(WebsiteConfiguration.builder()
                        .redirectAllRequestsTo(redirect -> redirect.hostName("example.com"))
                        .indexDocument(index -> index.suffix("index.html"))
                        .build()));
    }

    @Test
    @AwsPage(S3_API + "PutBucketCors.html")
    void corsRulesAreKept() {
        assertRefused(404, "NoSuchCORSConfiguration", () -> s3.getBucketCors(request -> request.bucket(bucket)));

        CORSRule rule = CORSRule.builder()
                .allowedOrigins("https://*.example.com")
                .allowedMethods("GET", "HEAD")
                .allowedHeaders("*")
                .exposeHeaders("ETag")
                .maxAgeSeconds(3000)
                .build();
        s3.putBucketCors(
                request -> request.bucket(bucket).corsConfiguration(configuration -> configuration.corsRules(rule)));

        assertThat(s3.getBucketCors(request -> request.bucket(bucket)).corsRules())
                .containsExactly(rule);
        s3.deleteBucketCors(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchCORSConfiguration", () -> s3.getBucketCors(request -> request.bucket(bucket)));
    }

    @Test
    @AwsPage(S3_API + "PutBucketCors.html")
    void refusesCorsRulesThatCannotBe() {
        assertCorsRefused(
                "InvalidRequest", CORSRule.builder().allowedOrigins("*").allowedMethods("PATCH"));
        assertCorsRefused(
                "InvalidRequest", CORSRule.builder().allowedOrigins("*.*").allowedMethods("GET"));
        assertCorsRefused(
                "InvalidRequest",
                CORSRule.builder().allowedOrigins("*").allowedMethods("GET").exposeHeaders("x-*"));
        assertCorsRefused("MalformedXML", CORSRule.builder().allowedMethods("GET"));
    }

    @Test
    @AwsPage(S3_API + "PutBucketVersioning.html")
    void versioningOnceEnabledIsOnlySuspended() {
        setVersioning(BucketVersioningStatus.ENABLED);
        assertThat(s3.getBucketVersioning(request -> request.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);

        setVersioning(BucketVersioningStatus.SUSPENDED);
        assertThat(s3.getBucketVersioning(request -> request.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.SUSPENDED);
    }

    @Test
    @AwsPage(undocumented = "the twin's own: AWS speaks all of it")
    void whatTheTwinDoesNotSpeakIsReadAsUnsetAndRefusedByName() {
        assertThat(s3.getBucketNotificationConfiguration(request -> request.bucket(bucket))
                        .lambdaFunctionConfigurations())
                .isEmpty();
        assertThat(s3.getBucketLogging(request -> request.bucket(bucket)).loggingEnabled())
                .isNull();
        assertRefused(
                404,
                "NoSuchLifecycleConfiguration",
                () -> s3.getBucketLifecycleConfiguration(request -> request.bucket(bucket)));
        assertRefused(
                501,
                "NotImplemented",
                () -> s3.putBucketLifecycleConfiguration(request -> request.bucket(bucket)
                        .lifecycleConfiguration(lifecycle -> lifecycle.rules(rule -> rule.status("Enabled")
                                .filter(filter -> filter.prefix(""))
                                .expiration(expiration -> expiration.days(1))))));
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    void everythingSurvivesARestart(Aws aws, @TempDir Path folder) {
        try (Aws first = aws.with(settings -> settings.dataFolder(folder))) {
            S3Account before = new S3Account(first);
            S3Client client = before.client();
            client.createBucket(request -> request.bucket("kept"));
            client.putBucketTagging(
                    request -> request.bucket("kept").tagging(tagging -> tagging.tagSet(tag("a", "1"))));
            client.putBucketVersioning(request ->
                    request.bucket("kept").versioningConfiguration(versioning -> versioning.status("Enabled")));
            before.put("kept", "key", "old");
            before.put("kept", "key", "new");
        }
        try (Aws second = aws.with(settings -> settings.dataFolder(folder))) {
            S3Client client = new S3Account(second).client();

            assertThat(client.getBucketTagging(request -> request.bucket("kept"))
                            .tagSet())
                    .containsExactly(tag("a", "1"));
            assertThat(client.getObjectAsBytes(request -> request.bucket("kept").key("key"))
                            .asUtf8String())
                    .isEqualTo("new");
        }
    }

    private ServerSideEncryption algorithm() {
        return s3.getBucketEncryption(request -> request.bucket(bucket))
                .serverSideEncryptionConfiguration()
                .rules()
                .get(0)
                .applyServerSideEncryptionByDefault()
                .sseAlgorithm();
    }

    private ObjectOwnership ownership() {
        return s3.getBucketOwnershipControls(request -> request.bucket(bucket))
                .ownershipControls()
                .rules()
                .get(0)
                .objectOwnership();
    }

    private void setVersioning(BucketVersioningStatus status) {
        s3.putBucketVersioning(
                request -> request.bucket(bucket).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private void putTags(List<Tag> tags) {
        s3.putBucketTagging(request -> request.bucket(bucket).tagging(tagging -> tagging.tagSet(tags)));
    }

    private void putWebsite(WebsiteConfiguration website) {
        s3.putBucketWebsite(request -> request.bucket(bucket).websiteConfiguration(website));
    }

    private void assertCorsRefused(String code, CORSRule.Builder rule) {
        assertRefused(
                400,
                code,
                () -> s3.putBucketCors(request -> request.bucket(bucket)
                        .corsConfiguration(configuration -> configuration.corsRules(rule.build()))));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
