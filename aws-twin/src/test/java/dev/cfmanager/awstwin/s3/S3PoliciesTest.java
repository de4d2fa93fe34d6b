// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.CLOUDFRONT_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.IAM_GUIDE;
import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_ERRORS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Bucket policies, and what readers without a signature of their own get because of them.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">bucket policies</a>
 */
@Conformance("s3")
class S3PoliciesTest {
    private static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL";
    private static final String URL = "https://pages.s3.us-east-1.amazonaws.com/";

    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3PoliciesTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("pages");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
        account.put(bucket, "page", "text");
    }

    @Test
    @AwsPage(S3_API + "GetBucketPolicy.html")
    void aBucketHasNoPolicyUntilItGetsOne() {
        assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(request -> request.bucket(bucket)));

        putPolicy(toDistribution());
        assertThat(s3.getBucketPolicy(request -> request.bucket(bucket)).policy())
                .contains("\"Sid\":\"AllowCloudFrontServicePrincipal\"", DISTRIBUTION);
        assertThat(s3.getBucketPolicyStatus(request -> request.bucket(bucket))
                        .policyStatus()
                        .isPublic())
                .isFalse();

        s3.deleteBucketPolicy(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(request -> request.bucket(bucket)));
    }

    @Test
    @AwsPage(S3_ERRORS)
    void aMalformedPolicyIsRefusedAndTheOldOneStays() {
        putPolicy(toDistribution());

        assertRefused(400, "MalformedPolicy", () -> putPolicy("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));

        assertThat(s3.getBucketPolicy(request -> request.bucket(bucket)).policy())
                .contains(DISTRIBUTION);
    }

    @Test
    @AwsPage(S3_GUIDE + "access-control-block-public-access.html")
    void blockPublicAccessRefusesPublicPolicies() throws IOException {
        S3Exception refusal = assertRefused(403, "AccessDenied", () -> putPolicy(toAnybody()));
        assertThat(refusal.awsErrorDetails().errorMessage()).contains("BlockPublicPolicy");

        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        putPolicy(toAnybody());

        assertThat(account.anonymousGet(URL + "page").bodyText()).isEqualTo("text");
        assertThat(s3.getBucketPolicyStatus(request -> request.bucket(bucket))
                        .policyStatus()
                        .isPublic())
                .isTrue();
    }

    @Test
    @AwsPage(S3_GUIDE + "access-control-block-public-access.html")
    void restrictPublicBucketsClosesWhatIsPublicAlready() throws IOException {
        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        putPolicy(toAnybody());

        s3.putPublicAccessBlock(request ->
                request.bucket(bucket).publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));

        assertThat(account.anonymousGet(URL + "page").status()).isEqualTo(403);
        assertThat(read("page", new Reader.Distribution(DISTRIBUTION)).status())
                .as("services are not the public")
                .isEqualTo(200);
        assertThat(s3.headObject(request -> request.bucket(bucket).key("page")).contentLength())
                .isEqualTo(4);
    }

    @Test
    @AwsPage(S3_GUIDE + "bucket-policies.html")
    void strangersGetNothingWithoutAPolicy() throws IOException {
        TwinResponse refusal = account.anonymousGet(URL + "page");

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.bodyText()).contains("<Code>AccessDenied</Code>");
        assertThat(account.anonymous("PUT", URL + "page", Map.of()).status()).isEqualTo(403);
        assertThat(account.anonymous("DELETE", URL + "page", Map.of()).status()).isEqualTo(403);
        assertThat(account.anonymous("HEAD", URL + "page", Map.of()).body()).isEmpty();
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "private-content-restricting-access-to-s3.html")
    void aDistributionReadsWhatThePolicyAllowsIt() {
        putPolicy(toDistribution());

        TwinResponse allowed = read("page", new Reader.Distribution(DISTRIBUTION));
        TwinResponse other = read("page", new Reader.Distribution(DISTRIBUTION.replace("E1", "E2")));

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.bodyText()).isEqualTo("text");
        assertThat(allowed.header("ETag")).isPresent();
        assertThat(other.status()).isEqualTo(403);
        assertThat(read("page", new Reader.Anonymous()).status()).isEqualTo(403);
    }

    @Test
    @AwsPage(IAM_GUIDE + "reference_policies_elements_condition.html")
    void severalDistributionsAndTheirAccountMayBeNamed() {
        putPolicy("""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",
                 "Resource":"arn:aws:s3:::pages/*","Condition":{"ArnLike":{"AWS:SourceArn":["arn:aws:cloudfront::123456789012:distribution/E2*","%s"]}}},
                {"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:ListBucket",
                 "Resource":"arn:aws:s3:::pages","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}
                """.formatted(DISTRIBUTION));

        assertThat(read("page", new Reader.Distribution(DISTRIBUTION)).status()).isEqualTo(200);
        assertThat(read("page", new Reader.Distribution(DISTRIBUTION.replace("E1", "E2")))
                        .status())
                .isEqualTo(200);
        assertThat(read("page", new Reader.Distribution(DISTRIBUTION.replace("E1", "E3")))
                        .status())
                .isEqualTo(403);
    }

    /** 404 with s3:ListBucket, 403 without. */
    @Test
    @AwsPage(S3_API + "GetObject.html")
    void whoMayNotListLearnsNotWhatIsMissing() {
        putPolicy(toDistribution());
        assertThat(read("missing", new Reader.Distribution(DISTRIBUTION)).status())
                .isEqualTo(403);

        putPolicy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},
                "Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::pages/*","arn:aws:s3:::pages"]}]}
                """);
        TwinResponse missing = read("missing", new Reader.Distribution(DISTRIBUTION));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.bodyText()).contains("<Code>NoSuchKey</Code>", "<Key>missing</Key>");
    }

    @Test
    @AwsPage(IAM_GUIDE + "reference_policies_evaluation-logic.html")
    void aDenialHoldsForTheAccountToo() {
        putPolicy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
                "Resource":["arn:aws:s3:::pages/*","arn:aws:s3:::pages"]}]}
                """);

        S3Exception refusal = assertRefused(
                403,
                "AccessDenied",
                () -> s3.getObjectAsBytes(request -> request.bucket(bucket).key("page")));
        assertRefused(403, "AccessDenied", () -> s3.listObjectsV2(request -> request.bucket(bucket)));

        assertThat(refusal.awsErrorDetails().errorMessage())
                .contains("s3:GetObject", "arn:aws:s3:::pages/page", "explicit deny in a resource-based policy");
        s3.deleteBucketPolicy(request -> request.bucket(bucket));
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).keyCount())
                .isEqualTo(1);
    }

    @Test
    @AwsPage(IAM_GUIDE + "reference_policies_elements_condition_operators.html")
    void conditionsSeeTheRequest() throws IOException {
        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        putPolicy("""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::pages/*",
                 "Condition":{"StringLike":{"aws:Referer":"https://example.com/*"}}},
                {"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::pages",
                 "Condition":{"StringEquals":{"s3:prefix":"open/"}}}]}
                """);

        assertThat(account.anonymous("GET", URL + "page", Map.of("Referer", "https://example.com/home"))
                        .status())
                .isEqualTo(200);
        assertThat(account.anonymousGet(URL + "page").status()).isEqualTo(403);
        assertThat(account.anonymousGet(URL + "?list-type=2&prefix=open/").status())
                .isEqualTo(200);
        assertThat(account.anonymousGet(URL + "?list-type=2").status()).isEqualTo(403);
    }

    @Test
    @AwsPage(S3_GUIDE + "Redirects.html")
    void readersAreToldWhereABucketReallyIs() {
        putPolicy(toDistribution());

        TwinResponse elsewhere = account.twin()
                .s3()
                .read(
                        S3Account.request("GET", "https://pages.s3.eu-west-1.amazonaws.com/page", Map.of()),
                        new Reader.Distribution(DISTRIBUTION));

        assertThat(elsewhere.status()).isEqualTo(301);
        assertThat(elsewhere.header("x-amz-bucket-region")).contains("us-east-1");
        assertThat(read("page", new Reader.Distribution(DISTRIBUTION)).status()).isEqualTo(200);
    }

    @Test
    @AwsPage(CLOUDFRONT_GUIDE + "private-content-restricting-access-to-s3.html")
    void whatKmsEncryptsIsNotForEverybodyThePolicyNames() throws IOException {
        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        putPolicy(toAnybody());
        Reader distribution = new Reader.Distribution(DISTRIBUTION);

        putEncrypted("arn:aws:kms:us-east-1:123456789012:key/1");
        assertThat(read("page", distribution).status()).isEqualTo(200);
        assertThat(account.anonymousGet(URL + "page").status()).isEqualTo(400);
        assertThat(read("page", new Reader.OriginAccessIdentity("E1", "a".repeat(64)))
                        .bodyText())
                .contains("require AWS Signature Version 4");

        putEncrypted(null);
        assertThat(read("page", distribution).status())
                .as("nobody can let CloudFront use the AWS-managed key")
                .isEqualTo(403);
        assertThat(s3.getObjectAsBytes(request -> request.bucket(bucket).key("page"))
                        .asUtf8String())
                .isEqualTo("text");
    }

    private void putEncrypted(String keyId) {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key("page")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(keyId),
                RequestBody.fromString("text"));
    }

    private TwinResponse read(String key, Reader reader) {
        TwinRequest request = S3Account.request("GET", URL + key, Map.of());
        return account.twin().s3().read(request, reader);
    }

    private void putPolicy(String policy) {
        s3.putBucketPolicy(request -> request.bucket(bucket).policy(policy));
    }

    private static String toDistribution() {
        return """
        {"Version":"2012-10-17","Statement":[{"Sid":"AllowCloudFrontServicePrincipal","Effect":"Allow",
        "Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::pages/*",
        "Condition":{"StringEquals":{"AWS:SourceArn":"%s"}}}]}
        """.formatted(DISTRIBUTION);
    }

    private static String toAnybody() {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::pages/*"}]}
        """;
    }
}
