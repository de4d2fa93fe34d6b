// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.awstwin.s3.policy.BucketPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The policy of a bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html">PutBucketPolicy</a>
 */
final class PolicyOperations {
    private static final String SETTING = "policy";

    private final Buckets buckets;
    private final OriginAccessIdentities identities;

    PolicyOperations(Buckets buckets, OriginAccessIdentities identities) {
        this.buckets = buckets;
        this.identities = identities;
    }

    void addTo(Routes routes) {
        List<String> marks = List.of(SETTING);
        routes.bucket("GET", marks, "GetBucketPolicy", "s3:GetBucketPolicy", this::get);
        routes.bucket("PUT", marks, "PutBucketPolicy", "s3:PutBucketPolicy", this::put);
        routes.bucket("DELETE", marks, "DeleteBucketPolicy", "s3:DeleteBucketPolicy", this::delete);
        routes.bucket(
                "GET", List.of("policyStatus"), "GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", this::status);
    }

    private TwinResponse get(S3Request request, Bucket bucket) {
        String json = policy(bucket).readBack(identities);
        return new TwinResponse(200, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    private TwinResponse put(S3Request request, Bucket bucket) {
        String json = new String(request.payload().bytes(), StandardCharsets.UTF_8);
        BucketPolicy policy = BucketPolicy.check(json, bucket.name(), identities);
        buckets.change(bucket.name(), current -> {
            if (policy.isPublic() && PublicAccessBlock.of(current).blockPublicPolicy()) {
                throw blocked(request, current);
            }
            return current.with(SETTING, policy.document());
        });
        return TwinResponse.empty(204);
    }

    private TwinResponse delete(S3Request request, Bucket bucket) {
        buckets.change(bucket.name(), current -> current.without(SETTING));
        return TwinResponse.empty(204);
    }

    private TwinResponse status(S3Request request, Bucket bucket) {
        return Answers.document(XmlElement.of(
                "PolicyStatus", XmlElement.of("IsPublic", policy(bucket).isPublic())));
    }

    private static BucketPolicy policy(Bucket bucket) {
        return bucket.setting(SETTING)
                .map(BucketPolicy::accepted)
                .orElseThrow(() -> new AwsError(
                        404,
                        "NoSuchBucketPolicy",
                        "The bucket policy does not exist",
                        Map.of("BucketName", bucket.name())));
    }

    private static AwsError blocked(S3Request request, Bucket bucket) {
        return S3Errors.accessDenied("User: arn:aws:iam::" + Kernel.ACCOUNT + ":user/"
                + request.requester().caller().identity()
                + " is not authorized to perform: s3:PutBucketPolicy on resource: \"" + bucket.arn()
                + "\" because public policies are blocked by the BlockPublicPolicy block public access setting.");
    }
}
