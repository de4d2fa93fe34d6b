// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginErrors;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What is in the bucket of an origin: every version of every object, delete markers, and uploads that nobody finished.
 * Whose bucket it is must have been found out before.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html">Emptying a bucket</a>
 */
final class BucketContents {
    /** The most that S3 lists, and deletes, in one call. */
    static final int BATCH = 1000;

    /** The most that is counted: a number to hesitate at, not an inventory. */
    static final int MOST_COUNTED = 10 * BATCH;

    /** What a batch may take; less than this left, and none begins. */
    private static final Duration A_BATCH = Duration.ofSeconds(3);

    private final ExecutionEnvironment environment;

    BucketContents(ExecutionEnvironment environment) {
        this.environment = environment;
    }

    /** How many versions and delete markers there are, counted up to {@value #MOST_COUNTED}. */
    int count(Origin origin) {
        int count = 0;
        String key = null;
        String version = null;
        do {
            String fromKey = key;
            String fromVersion = version;
            ListObjectVersionsResponse page =
                    OriginErrors.RULES.call(() -> s3(origin).listObjectVersions(list -> list.bucket(origin.bucketName())
                            .maxKeys(BATCH)
                            .keyMarker(fromKey)
                            .versionIdMarker(fromVersion)));
            count += page.versions().size() + page.deleteMarkers().size();
            key = Boolean.TRUE.equals(page.isTruncated()) ? page.nextKeyMarker() : null;
            version = page.nextVersionIdMarker();
        } while (key != null && count < MOST_COUNTED);
        return Math.min(count, MOST_COUNTED);
    }

    /**
     * Deletes everything, batch by batch until the time of the invocation is nearly over. Every call gets at least one
     * batch further.
     *
     * @return whether nothing is left
     * @throws OperationException when S3 refuses to delete something
     */
    boolean empty(Origin origin) {
        return abortUploads(origin) && deleteVersions(origin);
    }

    private boolean deleteVersions(Origin origin) {
        while (true) {
            // What was listed is gone the next time, so every listing begins at the beginning.
            ListObjectVersionsResponse page = OriginErrors.RULES.call(() -> s3(origin)
                    .listObjectVersions(list -> list.bucket(origin.bucketName()).maxKeys(BATCH)));
            List<ObjectIdentifier> batch = Stream.concat(
                            page.versions().stream().map(each -> identifier(each.key(), each.versionId())),
                            page.deleteMarkers().stream().map(each -> identifier(each.key(), each.versionId())))
                    .toList();
            if (batch.isEmpty()) {
                return true;
            }
            delete(origin, batch);
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return true;
            }
            if (isTimeOver()) {
                return false;
            }
        }
    }

    private void delete(Origin origin, List<ObjectIdentifier> batch) {
        DeleteObjectsResponse deleted =
                OriginErrors.RULES.call(() -> s3(origin).deleteObjects(request -> request.bucket(origin.bucketName())
                        .delete(delete -> delete.objects(batch).quiet(true))));
        if (!deleted.errors().isEmpty()) {
            throw refused(origin, deleted.errors());
        }
    }

    private boolean abortUploads(Origin origin) {
        while (true) {
            ListMultipartUploadsResponse page = OriginErrors.RULES.call(
                    () -> s3(origin).listMultipartUploads(list -> list.bucket(origin.bucketName())
                            .maxUploads(BATCH)));
            for (MultipartUpload upload : page.uploads()) {
                abort(origin, upload);
                if (isTimeOver()) {
                    return false;
                }
            }
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return true;
            }
        }
    }

    private void abort(Origin origin, MultipartUpload upload) {
        try {
            s3(origin)
                    .abortMultipartUpload(abort ->
                            abort.bucket(origin.bucketName()).key(upload.key()).uploadId(upload.uploadId()));
        } catch (S3Exception e) {
            if (!AwsErrorRules.codeOf(e).equals("NoSuchUpload")) {
                throw OriginErrors.RULES.translate(e);
            }
        }
    }

    /** One object that is locked or denied stops the deletion: a bucket that it is in can never go. */
    private static OperationException refused(Origin origin, List<S3Error> errors) {
        String code = errors.get(0).code();
        ErrorKind kind =
                code.equals("InternalError") || code.equals("SlowDown") ? ErrorKind.UPSTREAM_ERROR : ErrorKind.CONFLICT;
        return new OperationException(
                kind,
                "S3 did not delete " + errors.size() + " objects of bucket " + origin.bucketName() + " (" + code
                        + "). Remove what protects them, such as a lock or a policy, and delete the origin again.");
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    private static boolean isTimeOver() {
        return Deadline.left().compareTo(A_BATCH) < 0;
    }

    private S3Client s3(Origin origin) {
        return environment.aws().s3(origin.region());
    }
}
