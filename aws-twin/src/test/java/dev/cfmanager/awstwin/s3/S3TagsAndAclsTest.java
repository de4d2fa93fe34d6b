// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Type;

/**
 * Tags and ACLs of objects.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">object tags</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">ACLs</a>
 */
@Conformance("s3")
class S3TagsAndAclsTest {
    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3TagsAndAclsTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("tagged");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
        account.put(bucket, "key", "text");
    }

    @Test
    @AwsPage(S3_API + "PutObjectTagging.html")
    void tagsArePutReadAndRemovedAsAWhole() {
        s3.putObjectTagging(request ->
                request.bucket(bucket).key("key").tagging(tagging -> tagging.tagSet(tag("b", "2"), tag("a", "1"))));

        assertThat(tags()).containsExactly(tag("b", "2"), tag("a", "1"));
        assertThat(s3.headObject(request -> request.bucket(bucket).key("key")).tagCount())
                .isEqualTo(2);

        s3.deleteObjectTagging(request -> request.bucket(bucket).key("key"));
        assertThat(tags()).isEmpty();
    }

    @Test
    @AwsPage(S3_API + "PutObject.html")
    void anObjectMayComeWithTags() {
        s3.putObject(
                request -> request.bucket(bucket).key("key").tagging("a=1&b=x%20y"), RequestBody.fromString("text"));

        assertThat(tags()).containsExactly(tag("a", "1"), tag("b", "x y"));
    }

    @Test
    @AwsPage(S3_GUIDE + "object-tagging.html")
    void anObjectHasAtMostTenTags() {
        List<Tag> eleven =
                IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "")).toList();

        assertRefused(
                400,
                "BadRequest",
                () -> s3.putObjectTagging(
                        request -> request.bucket(bucket).key("key").tagging(tagging -> tagging.tagSet(eleven))));
        assertRefused(
                404,
                "NoSuchKey",
                () -> s3.getObjectTagging(request -> request.bucket(bucket).key("missing")));
    }

    @Test
    @AwsPage(S3_GUIDE + "acl-overview.html")
    void theOwnerHasFullControl() {
        GetObjectAclResponse acl =
                s3.getObjectAcl(request -> request.bucket(bucket).key("key"));

        assertThat(acl.grants()).singleElement().satisfies(grant -> {
            assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL);
            assertThat(grant.grantee().type()).isEqualTo(Type.CANONICAL_USER);
            assertThat(grant.grantee().id()).isEqualTo(acl.owner().id());
        });
        assertThat(s3.getBucketAcl(request -> request.bucket(bucket)).grants()).hasSize(1);
    }

    @Test
    @AwsPage(S3_GUIDE + "about-object-ownership.html")
    void withOwnershipEnforcedAclsCannotBeSet() {
        assertRefused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putObjectAcl(
                        request -> request.bucket(bucket).key("key").acl(ObjectCannedACL.PUBLIC_READ)));
        assertRefused(
                400,
                "AccessControlListNotSupported",
                () -> s3.putBucketAcl(request -> request.bucket(bucket).acl("public-read")));
    }

    @Test
    @AwsPage({S3_GUIDE + "acl-overview.html", S3_GUIDE + "access-control-block-public-access.html"})
    void anAclOpensAnObjectOnlyWhereItsBucketLetsIt() throws IOException {
        letWritersOwn();
        assertRefused(
                403,
                "AccessDenied",
                () -> s3.putObjectAcl(
                        request -> request.bucket(bucket).key("key").acl(ObjectCannedACL.PUBLIC_READ)));

        s3.deletePublicAccessBlock(request -> request.bucket(bucket));
        s3.putObjectAcl(request -> request.bucket(bucket).key("key").acl(ObjectCannedACL.PUBLIC_READ));

        assertThat(anonymousStatus()).isEqualTo(200);
        assertThat(s3.getObjectAcl(request -> request.bucket(bucket).key("key")).grants())
                .hasSize(2);

        s3.putPublicAccessBlock(request ->
                request.bucket(bucket).publicAccessBlockConfiguration(block -> block.ignorePublicAcls(true)));
        assertThat(anonymousStatus()).isEqualTo(403);
    }

    private int anonymousStatus() throws IOException {
        return account.anonymousGet("https://" + bucket + ".s3.us-east-1.amazonaws.com/key")
                .status();
    }

    private void letWritersOwn() {
        s3.putBucketOwnershipControls(request -> request.bucket(bucket)
                .ownershipControls(
                        controls -> controls.rules(rule -> rule.objectOwnership(ObjectOwnership.OBJECT_WRITER))));
    }

    private List<Tag> tags() {
        return s3.getObjectTagging(request -> request.bucket(bucket).key("key")).tagSet();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
