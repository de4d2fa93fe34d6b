// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static dev.cfmanager.awstwin.conformance.Pages.S3_API;
import static dev.cfmanager.awstwin.conformance.Pages.S3_GUIDE;
import static dev.cfmanager.awstwin.s3.S3Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.kernel.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Versions, delete markers, and deleting many objects at once.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html">versioning</a>
 */
@Conformance("s3")
class S3VersionsTest {
    private final S3Account account;
    private final String bucket;
    private final S3Client s3;

    S3VersionsTest(Aws aws) {
        account = new S3Account(aws);
        bucket = account.unique("versions");
        s3 = account.client();
    }

    @BeforeEach
    void createBucket() {
        s3.createBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage(S3_GUIDE + "versioning-workflows.html")
    void everyPutMakesAVersion() {
        setVersioning(BucketVersioningStatus.ENABLED);

        String first = put("key", "first");
        String second = put("key", "second");

        assertThat(first).isNotEqualTo(second);
        assertThat(text("key", null)).isEqualTo("second");
        assertThat(text("key", first)).isEqualTo("first");
        assertThat(versions())
                .extracting(ObjectVersion::key, ObjectVersion::versionId, ObjectVersion::isLatest)
                .containsExactly(tuple("key", second, true), tuple("key", first, false));
    }

    @Test
    @AwsPage(S3_GUIDE + "DeleteMarker.html")
    void deletingLeavesAMarkerThatHidesTheObject() {
        setVersioning(BucketVersioningStatus.ENABLED);
        String version = put("key", "text");

        DeleteObjectResponse deleted =
                s3.deleteObject(request -> request.bucket(bucket).key("key"));

        assertThat(deleted.deleteMarker()).isTrue();
        S3Exception hidden = assertRefused(404, "NoSuchKey", () -> text("key", null));
        assertThat(hidden.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                .contains("true");
        assertRefused(405, "MethodNotAllowed", () -> text("key", deleted.versionId()));
        assertThat(text("key", version)).isEqualTo("text");
        assertThat(s3.listObjectsV2(request -> request.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    @AwsPage(S3_GUIDE + "RemDelMarker.html")
    void removingTheMarkerBringsTheObjectBack() {
        setVersioning(BucketVersioningStatus.ENABLED);
        put("key", "text");
        String marker =
                s3.deleteObject(request -> request.bucket(bucket).key("key")).versionId();

        DeleteObjectResponse undone =
                s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(marker));

        assertThat(undone.deleteMarker()).isTrue();
        assertThat(undone.versionId()).isEqualTo(marker);
        assertThat(text("key", null)).isEqualTo("text");
    }

    @Test
    @AwsPage(S3_GUIDE + "DeletingObjectVersions.html")
    void deletingAVersionIsForGood() {
        setVersioning(BucketVersioningStatus.ENABLED);
        String first = put("key", "first");
        String second = put("key", "second");

        s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(second));

        assertThat(text("key", null)).isEqualTo("first");
        assertRefused(404, "NoSuchVersion", () -> text("key", second));
        s3.deleteObject(request -> request.bucket(bucket).key("key").versionId(first));
        assertThat(versions()).isEmpty();
    }

    @Test
    @AwsPage(undocumented = "the errors' list has InvalidArgument; that an id of another shape gets it is only seen")
    void aVersionIdHasAShape() {
        assertRefused(400, "InvalidArgument", () -> text("key", "not an id"));
    }

    @Test
    @AwsPage({
        S3_GUIDE + "AddingObjectstoVersionSuspendedBuckets.html",
        S3_GUIDE + "DeletingObjectsfromVersioningSuspendedBuckets.html"
    })
    void suspendedVersioningKeepsOneVersionWithoutId() {
        put("key", "before");
        setVersioning(BucketVersioningStatus.ENABLED);
        String kept = put("key", "kept");
        setVersioning(BucketVersioningStatus.SUSPENDED);

        assertThat(put("key", "one")).isEqualTo("null");
        put("key", "two");

        assertThat(versions())
                .extracting(ObjectVersion::versionId, ObjectVersion::isLatest)
                .containsExactly(tuple("null", true), tuple(kept, false));
        assertThat(text("key", "null")).isEqualTo("two");

        assertThat(s3.deleteObject(request -> request.bucket(bucket).key("key")).versionId())
                .isEqualTo("null");
        assertThat(versions()).extracting(ObjectVersion::versionId).containsExactly(kept);
        assertThat(s3.listObjectVersions(request -> request.bucket(bucket)).deleteMarkers())
                .extracting(DeleteMarkerEntry::versionId, DeleteMarkerEntry::isLatest)
                .containsExactly(tuple("null", true));
    }

    @Test
    @AwsPage(S3_API + "ListObjectVersions.html")
    void pagesOfVersionsHoldEachOnce() {
        setVersioning(BucketVersioningStatus.ENABLED);
        put("a", "1");
        put("a", "2");
        put("a", "3");
        s3.deleteObject(request -> request.bucket(bucket).key("b"));
        put("c/d", "1");

        List<String> seen = new ArrayList<>();
        for (ListObjectVersionsResponse page :
                s3.listObjectVersionsPaginator(request -> request.bucket(bucket).maxKeys(2))) {
            page.versions().forEach(version -> seen.add(version.key() + " " + version.isLatest()));
            page.deleteMarkers().forEach(marker -> seen.add(marker.key() + " marker"));
            assertThat(page.versions().size() + page.deleteMarkers().size()).isLessThanOrEqualTo(2);
        }

        assertThat(seen).containsExactlyInAnyOrder("a true", "a false", "a false", "b marker", "c/d true");
    }

    @Test
    @AwsPage(S3_API + "ListObjectVersions.html")
    void versionsHaveFoldersToo() {
        setVersioning(BucketVersioningStatus.ENABLED);
        put("a/1", "x");
        put("a/2", "x");
        put("b", "x");

        ListObjectVersionsResponse listing =
                s3.listObjectVersions(request -> request.bucket(bucket).delimiter("/"));

        assertThat(listing.commonPrefixes()).hasSize(1);
        assertThat(listing.versions()).extracting(ObjectVersion::key).containsExactly("b");
        assertRefused(
                400,
                "InvalidArgument",
                () -> s3.listObjectVersions(request -> request.bucket(bucket).versionIdMarker("null")));
    }

    @Test
    @AwsPage(S3_GUIDE + "versioning-workflows.html")
    void withoutVersioningTheOnlyVersionIsNull() {
        put("key", "text");

        assertThat(versions()).extracting(ObjectVersion::versionId).containsExactly("null");
    }

    @Test
    @AwsPage(S3_API + "DeleteObjects.html")
    void deletesManyAtOnce() {
        put("a", "x");
        put("b&<", "x");

        DeleteObjectsResponse deleted = delete(identifiers("a", "b&<", "never there"), false);

        assertThat(deleted.deleted()).extracting(DeletedObject::key).containsExactly("a", "b&<", "never there");
        assertThat(deleted.errors()).isEmpty();
        assertThat(versions()).isEmpty();
    }

    @Test
    @AwsPage(S3_API + "DeleteObjects.html")
    void quietlyOnlyErrorsAreTold() {
        put("a", "x");
        put("b", "x");

        DeleteObjectsResponse deleted = delete(
                List.of(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b").eTag("\"other\"").build(),
                        ObjectIdentifier.builder()
                                .key("c")
                                .versionId("not an id")
                                .build()),
                true);

        assertThat(deleted.deleted()).isEmpty();
        assertThat(deleted.errors())
                .extracting(S3Error::key, S3Error::code)
                .containsExactly(tuple("b", "PreconditionFailed"), tuple("c", "InvalidArgument"));
        assertThat(versions()).extracting(ObjectVersion::key).containsExactly("b");
    }

    @Test
    @AwsPage(S3_GUIDE + "empty-bucket.html")
    void emptiesAVersionedBucket() {
        setVersioning(BucketVersioningStatus.ENABLED);
        put("a", "1");
        put("a", "2");
        DeleteObjectsResponse hidden = delete(identifiers("a"), false);
        assertThat(hidden.deleted()).singleElement().satisfies(deleted -> {
            assertThat(deleted.deleteMarker()).isTrue();
            assertThat(deleted.deleteMarkerVersionId()).isNotEmpty();
        });

        ListObjectVersionsResponse all = s3.listObjectVersions(request -> request.bucket(bucket));
        List<ObjectIdentifier> everything = new ArrayList<>();
        all.versions()
                .forEach(version -> everything.add(ObjectIdentifier.builder()
                        .key(version.key())
                        .versionId(version.versionId())
                        .build()));
        all.deleteMarkers()
                .forEach(marker -> everything.add(ObjectIdentifier.builder()
                        .key(marker.key())
                        .versionId(marker.versionId())
                        .build()));
        delete(everything, false);

        s3.deleteBucket(request -> request.bucket(bucket));
    }

    @Test
    @AwsPage(S3_API + "DeleteObjects.html")
    void atMostAThousandAtOnce() {
        assertRefused(
                400,
                "MalformedXML",
                () -> delete(
                        IntStream.range(0, 1001)
                                .mapToObj(i ->
                                        ObjectIdentifier.builder().key("k" + i).build())
                                .toList(),
                        true));
    }

    @Test
    @AwsPage(S3_API + "DeleteObjects.html")
    void whatAPolicyDeniesIsToldKeyByKey() {
        put("open", "x");
        put("kept/1", "x");
        s3.putBucketPolicy(request -> request.bucket(bucket).policy("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                        "Action":"s3:DeleteObject","Resource":"arn:aws:s3:::%s/kept/*"}]}
                        """.formatted(bucket)));

        DeleteObjectsResponse deleted = delete(identifiers("open", "kept/1"), false);

        assertThat(deleted.deleted()).extracting(DeletedObject::key).containsExactly("open");
        assertThat(deleted.errors())
                .extracting(S3Error::key, S3Error::code)
                .containsExactly(tuple("kept/1", "AccessDenied"));
    }

    @Test
    @AwsPage(S3_API + "DeleteObjects.html")
    void theCallLogNamesEveryObject() {
        delete(
                List.of(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b").versionId("null").build()),
                true);

        Call call =
                account.twin().calls().all().get(account.twin().calls().all().size() - 1);
        assertThat(call.operation()).isEqualTo("DeleteObjects");
        assertThat(call.iamActions()).containsExactly("s3:DeleteObject", "s3:DeleteObjectVersion");
        assertThat(call.resources()).containsExactly("arn:aws:s3:::versions/a", "arn:aws:s3:::versions/b");
    }

    @Test
    @AwsPage(S3_GUIDE + "notification-how-to-event-types-and-destinations.html")
    void listenersAreToldWhatCameAndWent() {
        List<String> told = new ArrayList<>();
        account.twin()
                .s3()
                .onObjectEvent(
                        (name, region, event, key, size, etag, versionId) -> told.add(event + " " + key + " " + size));

        put("key", "text");
        s3.deleteObject(request -> request.bucket(bucket).key("key"));
        setVersioning(BucketVersioningStatus.ENABLED);
        s3.deleteObject(request -> request.bucket(bucket).key("key"));

        assertThat(told)
                .containsExactly(
                        "ObjectCreated:Put key 4",
                        "ObjectRemoved:Delete key 0",
                        "ObjectRemoved:DeleteMarkerCreated key 0");
    }

    private void setVersioning(BucketVersioningStatus status) {
        s3.putBucketVersioning(
                request -> request.bucket(bucket).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private String put(String key, String text) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text))
                .versionId();
    }

    private String text(String key, String versionId) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key).versionId(versionId))
                .asUtf8String();
    }

    private List<ObjectVersion> versions() {
        return s3.listObjectVersions(request -> request.bucket(bucket)).versions();
    }

    private DeleteObjectsResponse delete(List<ObjectIdentifier> objects, boolean quiet) {
        return s3.deleteObjects(request ->
                request.bucket(bucket).delete(delete -> delete.objects(objects).quiet(quiet)));
    }

    private static List<ObjectIdentifier> identifiers(String... keys) {
        return Arrays.stream(keys)
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
    }
}
