// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The policies of buckets, read and written in each bucket's own region. */
public final class BucketPolicies {
    /** S3's limit, see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">bucket policies</a>. */
    private static final int MOST_BYTES = 20 * 1024;

    private static final int ATTEMPTS = 7;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private final ExecutionEnvironment environment;

    /** Policies reached with the environment's clients. */
    public BucketPolicies(ExecutionEnvironment environment) {
        this.environment = environment;
    }

    /**
     * The bucket's policy; empty when it has none.
     *
     * @throws OperationException for every other answer than a policy or S3's {@code NoSuchBucketPolicy}: what could not
     *     be read must not be overwritten
     */
    public Optional<ObjectNode> read(String bucket, String region) {
        String text;
        try {
            text = s3(region).getBucketPolicy(get -> get.bucket(bucket)).policy();
        } catch (S3Exception e) {
            if (AwsErrorRules.codeOf(e).equals("NoSuchBucketPolicy")) {
                return Optional.empty();
            }
            throw OriginErrors.RULES.translate(e);
        }
        try {
            JsonNode policy = Json.parse(text);
            if (policy.isObject()) {
                return Optional.of((ObjectNode) policy);
            }
        } catch (JsonProcessingException e) {
            // answered below: whatever it is, it is not ours to overwrite
        }
        throw OperationException.conflict("The policy of bucket " + bucket
                + " cannot be read as a JSON object, so it is left as it is. Mend it in S3 and try again.");
    }

    /**
     * Brings the policy in line with the readers, writing only when it is not.
     *
     * @throws OperationException UPSTREAM_ERROR when S3 still does not know a new identity after a while;
     *     QUOTA_EXCEEDED when the policy would be larger than S3 takes
     */
    public void bring(String region, BucketReaders readers) {
        Optional<ObjectNode> current;
        try {
            current = read(readers.bucket(), region);
        } catch (OperationException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND && readers.none()) {
                return; // the bucket is gone, and with it whatever had to be withdrawn
            }
            throw failure;
        }
        PolicyChange change = BucketPolicy.change(current, readers);
        if (change instanceof PolicyChange.Delete) {
            OriginErrors.RULES.call(() -> s3(region).deleteBucketPolicy(delete -> delete.bucket(readers.bucket())));
        } else if (change instanceof PolicyChange.Write write) {
            write(region, readers, Json.write(write.policy()));
        }
    }

    private void write(String region, BucketReaders readers, String policy) {
        if (policy.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new OperationException(
                    ErrorKind.QUOTA_EXCEEDED,
                    "The policy of bucket " + readers.bucket() + " would be larger than S3's 20 KB: too many"
                            + " distributions use this one bucket. Use another origin.");
        }
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            try {
                s3(region).putBucketPolicy(put -> put.bucket(readers.bucket()).policy(policy));
                return;
            } catch (S3Exception e) {
                boolean newIdentity = AwsErrorRules.codeOf(e).equals("MalformedPolicy")
                        && !readers.identities().isEmpty();
                if (!newIdentity) {
                    throw OriginErrors.RULES.translate(e);
                }
                if (attempt == ATTEMPTS || Deadline.left().compareTo(wait) < 0) {
                    throw new OperationException(
                            ErrorKind.UPSTREAM_ERROR,
                            "S3 does not know the new origin access identity yet, so bucket " + readers.bucket()
                                    + " does not let its distribution in. Try again in a moment.",
                            e);
                }
            }
            environment.sleeper().sleep(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private S3Client s3(String region) {
        return environment.aws().s3(region);
    }
}
