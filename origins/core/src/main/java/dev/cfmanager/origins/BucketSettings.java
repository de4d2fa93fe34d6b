// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.config.ExecutionEnvironment;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** Website, CORS and public access settings of buckets, written in each bucket's own region and only when they change. */
public final class BucketSettings {
    private final ExecutionEnvironment environment;

    /** Settings reached with the environment's clients. */
    public BucketSettings(ExecutionEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Brings the bucket's settings from those of one record to those of the next; may be repeated. Public access is
     * opened here, before the policy may say so, and shut by {@link #shut}, after it no longer does.
     *
     * @param before what the bucket is set to; an origin without settings for a new bucket
     */
    public void bring(Origin before, Origin after) {
        S3Client s3 = environment.aws().s3(after.region());
        String bucket = after.bucketName();
        Optional<Website> website = Website.of(after);
        if (!website.equals(Website.of(before))) {
            OriginErrors.RULES.call(() -> website.isPresent()
                    ? s3.putBucketWebsite(put -> put.bucket(bucket)
                            .websiteConfiguration(website.get().toSdk()))
                    : s3.deleteBucketWebsite(delete -> delete.bucket(bucket)));
        }
        if (!after.corsConfiguration().equals(before.corsConfiguration())) {
            OriginErrors.RULES.call(() -> after.corsConfiguration().isPresent()
                    ? s3.putBucketCors(put -> put.bucket(bucket)
                            .corsConfiguration(
                                    CorsRules.toSdk(after.corsConfiguration().get())))
                    : s3.deleteBucketCors(delete -> delete.bucket(bucket)));
        }
        if (after.publicRead() && !before.publicRead()) {
            blockPublicPolicies(after, false);
        }
    }

    /** Blocks public access again where the next record no longer has it. */
    public void shut(Origin before, Origin after) {
        if (before.publicRead() && !after.publicRead()) {
            blockPublicPolicies(after, true);
        }
    }

    /** Access control lists stay blocked in any case: nothing here needs them. */
    private void blockPublicPolicies(Origin origin, boolean blocked) {
        PublicAccessBlockConfiguration block = PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(true)
                .blockPublicPolicy(blocked)
                .restrictPublicBuckets(blocked)
                .build();
        OriginErrors.RULES.call(
                () -> environment.aws().s3(origin.region()).putPublicAccessBlock(put -> put.bucket(origin.bucketName())
                        .publicAccessBlockConfiguration(block)));
    }
}
