// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginRepository;
import dev.cfmanager.origins.OriginState;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.s3.S3Client;

/** Origins with filled buckets on a twin that has distributions too, and a view of what is left of them. */
final class DeletionStage {
    /** Objects of a filled bucket: versions and delete markers. */
    static final int FILLED = 5;

    private final DistributionsStage stage;

    private DeletionStage(DistributionsStage stage) {
        this.stage = stage;
    }

    /** On a new twin. */
    static DeletionStage on(Twin twin) {
        return new DeletionStage(new DistributionsStage(twin));
    }

    /** On a twin that has the tables, as another process sees it. */
    static DeletionStage again(Twin twin) {
        return new DeletionStage(DistributionsStage.resumed(twin));
    }

    DistributionsStage stage() {
        return stage;
    }

    ExecutionEnvironment environment() {
        return stage.environment();
    }

    OriginRepository origins() {
        return new DynamoOriginRepository(environment());
    }

    S3Client s3(Origin origin) {
        return stage.test().aws().s3(origin.region());
    }

    CloudFrontClient cloudFront() {
        return stage.test().aws().cloudFront();
    }

    Origin stored(Origin origin) {
        return origins().find(origin.id()).orElseThrow();
    }

    /** An origin in Frankfurt, bucket {@code <id>-bucket}, with nothing in it. */
    Origin empty(String id) {
        return stage.origin(id, id + "-bucket", "eu-central-1");
    }

    /** The same with versions, a delete marker and an upload that nobody finished. */
    Origin filled(String id) {
        Origin origin = empty(id);
        S3Client s3 = s3(origin);
        s3.putBucketVersioning(put ->
                put.bucket(origin.bucketName()).versioningConfiguration(versioning -> versioning.status("Enabled")));
        for (String key : List.of("index.html", "index.html", "gone.html", "a/b c+d.html")) {
            s3.putObject(put -> put.bucket(origin.bucketName()).key(key), RequestBody.fromString("content"));
        }
        s3.deleteObject(delete -> delete.bucket(origin.bucketName()).key("gone.html"));
        s3.createMultipartUpload(create -> create.bucket(origin.bucketName()).key("half.bin"));
        return origin;
    }

    GatewayAnswer delete(Origin origin) {
        return call(origin).to(handler());
    }

    GatewayAnswer delete(Origin origin, String purge) {
        return call(origin).query("purge", purge).to(handler());
    }

    DeleteOriginHandler handler() {
        return new DeleteOriginHandler(environment());
    }

    static GatewayCall call(Origin origin) {
        return GatewayCall.of("DELETE", "/origins/{id}").path("id", origin.id());
    }

    List<String> buckets() {
        return stage.test().aws().s3("us-east-1").listBuckets().buckets().stream()
                .map(bucket -> bucket.name())
                .toList();
    }

    List<String> accessControls() {
        return cloudFront().listOriginAccessControls(list -> {}).originAccessControlList().items().stream()
                .map(OriginAccessControlSummary::id)
                .toList();
    }

    int versions(Origin origin) {
        return new BucketContents(environment()).count(origin);
    }

    void assertGone(Origin origin) {
        assertThat(origins().find(origin.id())).isEmpty();
        assertThat(buckets()).doesNotContain(origin.bucketName());
        assertThat(accessControls()).doesNotContain(origin.oacId().orElseThrow());
    }

    /** As {@link #filled} left it. */
    void assertUntouched(Origin origin) {
        assertThat(stored(origin).state()).isEqualTo(OriginState.ACTIVE);
        assertThat(stored(origin).busyUntil()).isEmpty();
        assertThat(stored(origin).removal()).isEmpty();
        assertThat(versions(origin)).isEqualTo(FILLED);
        assertThat(s3(origin)
                        .listMultipartUploads(list -> list.bucket(origin.bucketName()))
                        .uploads())
                .hasSize(1);
        assertThat(accessControls()).contains(origin.oacId().orElseThrow());
    }
}
