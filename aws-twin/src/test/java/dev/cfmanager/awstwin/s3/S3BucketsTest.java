// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.AWS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_ERRORS;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.Call;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Buckets and where they are.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>
 */
@Conformance("s3")
class S3BucketsTest {
    private final S3Account account;
    private final S3Client virginia;
    private final S3Client frankfurt;

    S3BucketsTest(Aws aws) {
        account = new S3Account(aws);
        virginia = account.client("us-east-1");
        frankfurt = account.client("eu-central-1");
    }

    @Test
    @AwsPage(S3_API + "CreateBucket.html")
    void makesABucketInTheRegionOfItsEndpoint() {
        createInFrankfurt("here");

        assertThat(frankfurt
                        .getBucketLocation(request -> request.bucket(named("here")))
                        .locationConstraint())
                .isEqualTo(BucketLocationConstraint.EU_CENTRAL_1);
        assertThat(frankfurt
                        .headBucket(request -> request.bucket(named("here")))
                        .bucketRegion())
                .isEqualTo("eu-central-1");
    }

    /** The location of a bucket in us-east-1 is null. */
    @Test
    @AwsPage(S3_API + "GetBucketLocation.html")
    void aBucketWithoutLocationConstraintIsInVirginiaWhichHasNoName() {
        virginia.createBucket(request -> request.bucket(named("here")));

        assertThat(virginia.getBucketLocation(request -> request.bucket(named("here")))
                        .locationConstraintAsString())
                .isNullOrEmpty();
        assertThat(virginia.headBucket(request -> request.bucket(named("here"))).bucketRegion())
                .isEqualTo("us-east-1");
    }

    @Test
    @AwsPage(S3_API + "CreateBucket.html")
    void theGlobalEndpointMakesBucketsAnywhere() {
        virginia.createBucket(request -> request.bucket(named("there"))
                .createBucketConfiguration(
                        configuration -> configuration.locationConstraint(BucketLocationConstraint.EU_CENTRAL_1)));

        assertThat(frankfurt
                        .headBucket(request -> request.bucket(named("there")))
                        .bucketRegion())
                .isEqualTo("eu-central-1");
    }

    @Test
    @AwsPage(S3_ERRORS)
    void aRegionalEndpointWantsItsOwnRegionSpelledOut() throws IOException {
        TwinResponse unspecified =
                account.signed("eu-central-1", "PUT", "https://s3.eu-central-1.amazonaws.com/nowhere", "");

        assertThat(unspecified.status()).isEqualTo(400);
        assertThat(unspecified.bodyText())
                .contains("<Code>IllegalLocationConstraintException</Code>", "The unspecified location constraint");
        assertRefused(
                400,
                "IllegalLocationConstraintException",
                () -> frankfurt.createBucket(request -> request.bucket(named("elsewhere"))
                        .createBucketConfiguration(configuration ->
                                configuration.locationConstraint(BucketLocationConstraint.EU_WEST_1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "atlantis-1", "US"})
    @AwsPage(S3_ERRORS)
    void refusesConstraintsThatAreNone(String constraint) {
        assertRefused(
                400,
                "InvalidLocationConstraint",
                () -> virginia.createBucket(request -> request.bucket(named("nowhere"))
                        .createBucketConfiguration(configuration -> configuration.locationConstraint(constraint))));
    }

    @Test
    @AwsPage(S3_ERRORS)
    void aBucketCannotBeMadeTwice() {
        createInFrankfurt("mine");

        assertThatExceptionOfType(BucketAlreadyOwnedByYouException.class)
                .isThrownBy(() -> createInFrankfurt("mine"))
                .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(409));
        assertThatExceptionOfType(BucketAlreadyOwnedByYouException.class)
                .isThrownBy(() -> virginia.createBucket(request -> request.bucket(named("mine"))));
    }

    /** "In the us-east-1 Region, re-creating a bucket you own returns 200": legacy. */
    @Test
    @AwsPage(S3_API + "CreateBucket.html")
    void exceptInVirginiaWhereItChangesNothing() {
        virginia.createBucket(request -> request.bucket(named("mine")));
        account.put(named("mine"), "kept", "x");

        assertThatNoException().isThrownBy(() -> virginia.createBucket(request -> request.bucket(named("mine"))));

        assertThat(virginia.listObjectsV2(request -> request.bucket(named("mine")))
                        .keyCount())
                .isEqualTo(1);
    }

    @Test
    @AwsPage(S3_API + "CreateBucket.html")
    void namesAreTakenByOtherAccountsToo() {
        account.twin().s3().plantForeignBucket("theirs", "us-east-1");

        assertThatExceptionOfType(BucketAlreadyExistsException.class)
                .isThrownBy(() -> virginia.createBucket(request -> request.bucket(named("theirs"))));
        assertRefused(403, null, () -> virginia.headBucket(request -> request.bucket(named("theirs"))));
        assertRefused(403, "AccessDenied", () -> virginia.listObjectsV2(request -> request.bucket(named("theirs"))));
        assertThat(virginia.listBuckets().buckets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Upper",
                "under_score",
                "-begins",
                "ends-",
                ".begins",
                "two..dots",
                "192.168.5.4",
                "xn--reserved",
                "sthree-reserved",
                "reserved-s3alias",
                "reserved--ol-s3",
                "reserved.mrap",
                "reserved--x-s3",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    @AwsPage(S3_GUIDE + "bucketnamingrules.html")
    void refusesNamesThatNoBucketCanHave(String name) throws IOException {
        TwinResponse refusal = account.signed("us-east-1", "PUT", "https://s3.us-east-1.amazonaws.com/" + name, "");

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.bodyText())
                .contains("<Code>InvalidBucketName</Code>", "<BucketName>" + name + "</BucketName>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b-c.1", "012345678901234567890123456789012345678901234567890123456789012"})
    @AwsPage(S3_GUIDE + "bucketnamingrules.html")
    void acceptsNamesAtTheEdgeOfTheRules(String name) {
        virginia.createBucket(request -> request.bucket(named(name)));

        assertThat(virginia.listBuckets().buckets()).extracting(Bucket::name).containsExactly(named(name));
    }

    @Test
    @AwsPage(S3_GUIDE + "Redirects.html")
    void aRegionalEndpointSendsOnToTheBucketsRegion() {
        createInFrankfurt("far");
        S3Client ireland = account.client("eu-west-1");

        S3Exception refusal = assertRefused(
                301, "PermanentRedirect", () -> ireland.listObjectsV2(request -> request.bucket(named("far"))));

        assertThat(refusal.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                .contains("eu-central-1");
        assertRefused(301, null, () -> ireland.headBucket(request -> request.bucket(named("far"))));
    }

    @Test
    @AwsPage(S3_ERRORS)
    void theGlobalNameOfABucketWantsASignatureForItsRegion() throws IOException {
        account.needsHostsOfAws();
        createInFrankfurt("far");

        S3Exception refusal = assertRefused(
                400,
                "AuthorizationHeaderMalformed",
                () -> virginia.listObjectsV2(request -> request.bucket(named("far"))));

        assertThat(refusal.awsErrorDetails().errorMessage()).contains("expecting 'eu-central-1'");
    }

    @Test
    @AwsPage(AWS + "sdk-for-java/latest/developer-guide/s3-cross-region.html")
    void crossRegionClientsFindTheirWay() {
        createInFrankfurt("far");
        S3Client anywhere = account.client("us-west-2", S3Client.builder().crossRegionAccessEnabled(true));

        assertThat(anywhere.headBucket(request -> request.bucket(named("far"))).bucketRegion())
                .isEqualTo("eu-central-1");
    }

    @Test
    @AwsPage(S3_GUIDE + "VirtualHosting.html#VirtualHostingBackwardsCompatibility")
    void theGlobalNameOfAYoungBucketLeadsElsewhereAtFirst() throws IOException {
        createInFrankfurt("young");

        TwinResponse early = account.anonymousGet("https://young.s3.amazonaws.com/key");
        account.twin().clock().advance(Duration.ofHours(24));
        TwinResponse late = account.anonymousGet("https://young.s3.amazonaws.com/key");

        assertThat(early.status()).isEqualTo(307);
        assertThat(early.header("Location")).contains("https://young.s3.eu-central-1.amazonaws.com/key");
        assertThat(late.status()).isEqualTo(403);
    }

    @Test
    @AwsPage(S3_GUIDE + "VirtualHosting.html")
    void pathStyleAndVirtualHostStyleMeanTheSame() {
        S3Client pathStyle = account.client("us-east-1", S3Client.builder().forcePathStyle(true));
        virginia.createBucket(request -> request.bucket(named("both")));
        account.put(named("both"), "a/b c+d/ü", "text");

        assertThat(pathStyle
                        .getObjectAsBytes(
                                request -> request.bucket(named("both")).key("a/b c+d/ü"))
                        .asUtf8String())
                .isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4566/both/key",
                "http://localhost:4566/both/key",
                "http://s3.localhost:4566/both/key",
                "http://both.s3.localhost:4566/key",
                "http://both.localhost:4566/key",
                "http://both.s3.us-east-1.localhost:4566/key",
                "https://both.s3.amazonaws.com/key",
                "https://both.s3.us-east-1.amazonaws.com/key",
                "https://both.s3.dualstack.us-east-1.amazonaws.com/key",
                "https://s3.us-east-1.amazonaws.com/both/key"
            })
    @AwsPage({S3_GUIDE + "VirtualHosting.html", S3_GUIDE + "dual-stack-endpoints.html"})
    void everyHostFormLeadsToTheObject(String url) throws IOException {
        virginia.createBucket(request -> request.bucket(named("both")));
        account.put(named("both"), "key", "text");
        allowPublicRead("both");

        assertThat(account.anonymousGet(url).bodyText()).isEqualTo("text");
    }

    @Test
    @AwsPage(undocumented = "the twin's own: one endpoint for all regions")
    void anEndpointOverrideKeepsTheRegionOfItsClient() {
        account.needsHostsOfAws();
        createInFrankfurt("far");
        S3Client override = account.client(
                "eu-central-1", S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:4566")));
        S3Client wrongRegion =
                account.client("us-west-2", S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:4566")));

        assertThat(override.headBucket(request -> request.bucket(named("far"))).bucketRegion())
                .isEqualTo("eu-central-1");
        assertRefused(
                301, "PermanentRedirect", () -> wrongRegion.listObjectsV2(request -> request.bucket(named("far"))));
    }

    @Test
    @AwsPage(S3_ERRORS)
    void aMissingBucketIsSaidToBeMissing() {
        assertThatExceptionOfType(NoSuchBucketException.class)
                .isThrownBy(() -> virginia.headBucket(request -> request.bucket(named("missing"))));
        assertThatExceptionOfType(NoSuchBucketException.class)
                .isThrownBy(() -> virginia.listObjectsV2(request -> request.bucket(named("missing"))));
        assertRefused(404, "NoSuchBucket", () -> virginia.deleteBucket(request -> request.bucket(named("missing"))));
    }

    @Test
    @AwsPage(S3_API + "DeleteBucket.html")
    void onlyAnEmptyBucketCanBeDeleted() {
        virginia.createBucket(request -> request.bucket(named("full")));
        account.put(named("full"), "key", "x");

        assertRefused(409, "BucketNotEmpty", () -> virginia.deleteBucket(request -> request.bucket(named("full"))));
        virginia.deleteObject(request -> request.bucket(named("full")).key("key"));
        virginia.deleteBucket(request -> request.bucket(named("full")));

        assertThat(virginia.listBuckets().buckets()).isEmpty();
    }

    @Test
    @AwsPage(S3_API + "DeleteBucket.html")
    void aDeleteMarkerKeepsABucketFromBeingDeleted() {
        virginia.createBucket(request -> request.bucket(named("marked")));
        virginia.putBucketVersioning(request ->
                request.bucket(named("marked")).versioningConfiguration(versioning -> versioning.status("Enabled")));
        virginia.deleteObject(request -> request.bucket(named("marked")).key("never-there"));

        assertRefused(409, "BucketNotEmpty", () -> virginia.deleteBucket(request -> request.bucket(named("marked"))));
    }

    @Test
    @AwsPage(S3_GUIDE + "bucket-owner-condition.html")
    void theExpectedOwnerIsCompared() {
        virginia.createBucket(request -> request.bucket(named("mine")));

        assertThatNoException()
                .isThrownBy(() -> virginia.headBucket(
                        request -> request.bucket(named("mine")).expectedBucketOwner("123456789012")));
        assertRefused(
                403,
                null,
                () -> virginia.headBucket(
                        request -> request.bucket(named("mine")).expectedBucketOwner("000000000000")));
    }

    @Test
    @AwsPage(S3_API + "ListBuckets.html")
    void listsBucketsOfAllRegionsByNameInPages() {
        createInFrankfurt("b-far");
        virginia.createBucket(request -> request.bucket(named("a-near")));
        virginia.createBucket(request -> request.bucket(named("c-near")));

        assertThat(frankfurt.listBuckets().buckets())
                .extracting(Bucket::name)
                .containsExactly(named("a-near"), named("b-far"), named("c-near"));
        assertThat(frankfurt
                        .listBucketsPaginator(request -> request.maxBuckets(1))
                        .buckets())
                .extracting(Bucket::name)
                .containsExactly(named("a-near"), named("b-far"), named("c-near"));
        assertThat(frankfurt
                        .listBuckets(request -> request.bucketRegion("eu-central-1"))
                        .buckets())
                .extracting(Bucket::name)
                .containsExactly(named("b-far"));
    }

    @Test
    @AwsPage(S3_GUIDE + "object-ownership-new-bucket.html")
    void anAclAtCreationNeedsAnOwnershipThatKnowsAcls() {
        assertRefused(
                400,
                "InvalidBucketAclWithObjectOwnership",
                () -> virginia.createBucket(
                        request -> request.bucket(named("open")).acl("public-read")));

        virginia.createBucket(
                request -> request.bucket(named("writers")).objectOwnership(ObjectOwnership.OBJECT_WRITER));

        assertThat(virginia.getBucketOwnershipControls(request -> request.bucket(named("writers")))
                        .ownershipControls()
                        .rules()
                        .get(0)
                        .objectOwnership())
                .isEqualTo(ObjectOwnership.OBJECT_WRITER);
    }

    @Test
    @AwsPage(S3_API + "ListBuckets.html")
    void strangersListNoBuckets() throws IOException {
        assertThat(account.anonymousGet("https://s3.us-east-1.amazonaws.com/").status())
                .isEqualTo(403);
    }

    @Test
    @AwsPage(S3_GUIDE + "using-with-s3-policy-actions.html")
    void theCallLogNamesActionsAsIamDoes() {
        virginia.createBucket(request -> request.bucket(named("logged")));
        virginia.headBucket(request -> request.bucket(named("logged")));
        virginia.listObjectsV2(request -> request.bucket(named("logged")));

        assertThat(account.twin().calls().all())
                .extracting(
                        Call::operation, call -> call.iamActions().iterator().next(), call -> call.resources()
                                .get(0))
                .containsExactly(
                        tuple("CreateBucket", "s3:CreateBucket", "arn:aws:s3:::logged"),
                        tuple("HeadBucket", "s3:ListBucket", "arn:aws:s3:::logged"),
                        tuple("ListObjectsV2", "s3:ListBucket", "arn:aws:s3:::logged"));
    }

    private String named(String name) {
        return account.unique(name);
    }

    private void createInFrankfurt(String name) {
        frankfurt.createBucket(request -> request.bucket(named(name))
                .createBucketConfiguration(
                        configuration -> configuration.locationConstraint(BucketLocationConstraint.EU_CENTRAL_1)));
    }

    private void allowPublicRead(String name) {
        virginia.deletePublicAccessBlock(request -> request.bucket(named(name)));
        virginia.putBucketPolicy(request -> request.bucket(named(name)).policy("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                        "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}
                        """.formatted(name)));
    }
}
