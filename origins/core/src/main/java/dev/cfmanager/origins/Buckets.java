// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Buckets of origins, each addressed in its own region. A bucket that was made for an origin carries the tag
 * {@value #ORIGIN_TAG} with the origin's id from its first moment: only such a bucket is ever emptied or deleted.
 */
public final class Buckets {
    /** What the manager's own tags begin with. */
    static final String TAG_PREFIX = "cloudfront-manager:";

    /** The tag that says for which origin the manager made a bucket. */
    public static final String ORIGIN_TAG = TAG_PREFIX + "origin-id";

    /** Where a bucket goes when no place is named; naming it is an error. */
    private static final String UNNAMED_REGION = "us-east-1";

    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;

    private final ExecutionEnvironment environment;

    /** Buckets reached with the environment's clients. */
    public Buckets(ExecutionEnvironment environment) {
        this.environment = environment;
    }

    /** Whether there is a bucket of that name, in whatever account or region. */
    public boolean exists(String bucket, String region) {
        try {
            s3(region).headBucket(head -> head.bucket(bucket));
            return true;
        } catch (S3Exception e) {
            // A HEAD has no body and so no code: all there is to read is the status.
            if (e.statusCode() == MISSING) {
                return false;
            }
            if (e.statusCode() == MOVED || e.statusCode() == FORBIDDEN) {
                return true;
            }
            throw OriginErrors.RULES.translate(e);
        }
    }

    /**
     * The region of a bucket of this account.
     *
     * @throws OperationException NOT_FOUND when there is no such bucket, CONFLICT when it is another account's
     */
    public String regionOf(String bucket) {
        try {
            return s3(environment.aws().stackRegion())
                    .headBucket(head -> head.bucket(bucket))
                    .bucketRegion();
        } catch (S3Exception e) {
            if (e.statusCode() == MISSING) {
                throw OperationException.notFound("Bucket", bucket);
            }
            if (e.statusCode() == FORBIDDEN) {
                throw OperationException.conflict("Bucket " + bucket
                        + " is not open to this manager: it belongs to another account, or its policy shuts us out.");
            }
            return Optional.ofNullable(e.awsErrorDetails())
                    .flatMap(details -> details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                    .orElseThrow(() -> OriginErrors.RULES.translate(e));
        }
    }

    /**
     * Makes the bucket of an origin: private, owner enforced and encrypted as S3 makes all new ones, and tagged as ours.
     * One that is there and ours already is left as it is, so that a create that died may go on.
     *
     * @throws OperationException CONFLICT when the name is taken
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>
     */
    public void make(Origin origin) {
        Optional<Map<String, String>> tags = tags(origin);
        if (tags.isEmpty()) {
            create(origin);
        } else if (!isOurs(origin, tags.get())) {
            throw OperationException.conflict("Bucket " + origin.bucketName()
                    + " is there already and was not made for this origin; choose another name,"
                    + " or attach it with \"existing\": true.");
        }
    }

    /**
     * Deletes the bucket of an origin if it was made for it.
     *
     * @return whether it is gone; false when it is somebody else's and stays
     * @throws OperationException CONFLICT when it is not empty
     */
    public boolean delete(Origin origin) {
        BucketOwnership ownership = ownership(origin);
        if (ownership != BucketOwnership.OURS) {
            return ownership == BucketOwnership.MISSING;
        }
        try {
            s3(origin.region()).deleteBucket(delete -> delete.bucket(origin.bucketName()));
        } catch (NoSuchBucketException e) {
            return true;
        } catch (S3Exception e) {
            throw OriginErrors.RULES.translate(e);
        }
        return true;
    }

    /** Whose the bucket of an origin is; an attached one is never ours, whatever its tags say. */
    public BucketOwnership ownership(Origin origin) {
        Optional<Map<String, String>> tags = tags(origin);
        if (tags.isEmpty()) {
            return BucketOwnership.MISSING;
        }
        return !origin.attached() && isOurs(origin, tags.get()) ? BucketOwnership.OURS : BucketOwnership.FOREIGN;
    }

    /** Replaces the tags that one record asked for by those of the next; the bucket's other tags stay. */
    public void retag(Origin before, Origin after) {
        Map<String, String> tags = new TreeMap<>(tags(before).orElse(Map.of()));
        tags.keySet().removeAll(before.tags().keySet());
        tags.putAll(after.tags());
        putTags(after, tags);
    }

    private void create(Origin origin) {
        Map<String, String> tags = new TreeMap<>(origin.tags());
        tags.put(ORIGIN_TAG, origin.id());
        CreateBucketConfiguration.Builder configuration =
                CreateBucketConfiguration.builder().tags(toSdk(tags));
        if (!origin.region().equals(UNNAMED_REGION)) {
            configuration.locationConstraint(origin.region());
        }
        OriginErrors.RULES.call(() -> s3(origin.region()).createBucket(create -> create.bucket(origin.bucketName())
                .createBucketConfiguration(configuration.build())));
        if (ownership(origin) != BucketOwnership.OURS) {
            // Not every S3 but Amazon's takes tags with the bucket; without ours nothing would ever delete it again.
            putTags(origin, tags);
        }
    }

    /** The bucket's tags; empty when there is no such bucket. */
    private Optional<Map<String, String>> tags(Origin origin) {
        try {
            return Optional.of(
                    s3(origin.region()).getBucketTagging(get -> get.bucket(origin.bucketName())).tagSet().stream()
                            .collect(Collectors.toMap(Tag::key, Tag::value)));
        } catch (S3Exception e) {
            return switch (AwsErrorRules.codeOf(e)) {
                case "NoSuchBucket" -> Optional.empty();
                case "NoSuchTagSet" -> Optional.of(Map.of());
                default -> throw OriginErrors.RULES.translate(e);
            };
        }
    }

    private void putTags(Origin origin, Map<String, String> tags) {
        OriginErrors.RULES.call(() -> s3(origin.region()).putBucketTagging(put -> put.bucket(origin.bucketName())
                .tagging(tagging -> tagging.tagSet(toSdk(tags)))));
    }

    private static boolean isOurs(Origin origin, Map<String, String> tags) {
        return origin.id().equals(tags.get(ORIGIN_TAG));
    }

    private static List<Tag> toSdk(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private S3Client s3(String region) {
        return environment.aws().s3(region);
    }
}
