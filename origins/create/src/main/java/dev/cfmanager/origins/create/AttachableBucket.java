// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.origins.BucketPolicies;
import dev.cfmanager.origins.BucketPolicy;
import dev.cfmanager.origins.Buckets;
import java.util.List;
import java.util.Optional;

/** Whether a bucket that is there already can become an origin's. Nothing is changed in finding out. */
final class AttachableBucket {
    private final Buckets buckets;
    private final BucketPolicies policies;

    AttachableBucket(ExecutionEnvironment environment) {
        this.buckets = new Buckets(environment);
        this.policies = new BucketPolicies(environment);
    }

    /**
     * The region of the bucket to attach.
     *
     * @throws OperationException NOT_FOUND when it is not there; VALIDATION_ERROR when it is in another region than the
     *     client said; CONFLICT when it is another account's, or its policy has statements under the names of ours
     */
    String regionOf(OriginSpec spec) {
        String region = buckets.regionOf(spec.bucketName());
        if (spec.region().filter(said -> !said.equals(region)).isPresent()) {
            throw OperationException.validation(
                    "region: bucket " + spec.bucketName() + " is in " + region + "; say so, or leave region out");
        }
        Optional<ObjectNode> policy = policies.read(spec.bucketName(), region);
        List<String> managed = policy.map(BucketPolicy::managedSids).orElse(List.of());
        if (!managed.isEmpty()) {
            // From now on these names are ours to rewrite, and whoever relies on the statements would lose access.
            throw OperationException.conflict("The policy of bucket " + spec.bucketName()
                    + " has statements that this manager would take for its own: " + String.join(", ", managed)
                    + ". Give them another Sid (their meaning stays) and try again.");
        }
        return region;
    }
}
