// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.testing.TestEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** An origins table on a twin, and a view of what AWS has: for tests that follow an origin into S3 and CloudFront. */
public final class OriginsOnTwin {
    private final TestEnvironment test;

    private OriginsOnTwin(TestEnvironment test) {
        this.test = test;
    }

    /** Makes the table on a new twin. */
    public static OriginsOnTwin on(Twin twin) {
        return new OriginsOnTwin(
                TestEnvironment.on(twin).withTable(EnvironmentVariable.ORIGINS_TABLE, OriginSchema.SCHEMA));
    }

    /** Finds the table on a twin that has it. */
    public static OriginsOnTwin again(Twin twin) {
        return new OriginsOnTwin(TestEnvironment.on(twin).with(EnvironmentVariable.ORIGINS_TABLE, "origins-table"));
    }

    /** The environment, to set more variables. */
    public TestEnvironment test() {
        return test;
    }

    /** The environment of handlers. */
    public ExecutionEnvironment environment() {
        return test.environment();
    }

    /** The origins. */
    public OriginRepository origins() {
        return new DynamoOriginRepository(environment());
    }

    /** S3 in that region. */
    public S3Client s3(String region) {
        return test.aws().s3(region);
    }

    /** CloudFront. */
    public CloudFrontClient cloudFront() {
        return test.aws().cloudFront();
    }

    /** An active origin with a bucket of its own, made without any handler; its access control is only a name. */
    public Origin active(String id, String region) {
        Origin origin = SampleOrigins.origin(id).region(region).build();
        s3(region).createBucket(create -> create.bucket(origin.bucketName())
                .createBucketConfiguration(configuration -> configuration
                        .locationConstraint(region.equals("us-east-1") ? null : region)
                        .tags(tag -> tag.key(Buckets.ORIGIN_TAG).value(id))));
        origins().create(origin);
        return origin;
    }

    /** The names of all buckets. */
    public List<String> buckets() {
        return s3("us-east-1").listBuckets().buckets().stream()
                .map(bucket -> bucket.name())
                .sorted()
                .toList();
    }

    /** The names of all origin access controls. */
    public List<String> accessControls() {
        return cloudFront().listOriginAccessControls(list -> {}).originAccessControlList().items().stream()
                .map(OriginAccessControlSummary::name)
                .toList();
    }

    /** A bucket's policy as S3 gives it back; empty when it has none. */
    public Optional<String> policy(Origin origin) {
        try {
            return Optional.of(s3(origin.region())
                    .getBucketPolicy(get -> get.bucket(origin.bucketName()))
                    .policy());
        } catch (S3Exception e) {
            if (e.awsErrorDetails().errorCode().equals("NoSuchBucketPolicy")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A bucket's tags. */
    public Map<String, String> tags(String bucket, String region) {
        return s3(region).getBucketTagging(get -> get.bucket(bucket)).tagSet().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
