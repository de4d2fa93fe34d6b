// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.config.ExecutionEnvironment;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** Website, CORS and public access settings of buckets, each written in the bucket's own region. May be repeated. */
public final class BucketSettings {
    private final ExecutionEnvironment environment;

    /** Settings reached with the environment's clients. */
    public BucketSettings(ExecutionEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Sets the bucket to what the record says. Public access is only ever opened here, before the policy may say so;
     * {@link #shut} shuts it, after the policy no longer does. Tags are {@link Buckets}' business.
     */
    public void apply(Origin origin, Set<BucketSetting> settings) {
        S3Client s3 = environment.aws().s3(origin.region());
        String bucket = origin.bucketName();
        if (settings.contains(BucketSetting.WEBSITE)) {
            Optional<Website> website = Website.of(origin);
            OriginErrors.RULES.call(() -> website.isPresent()
                    ? s3.putBucketWebsite(put -> put.bucket(bucket)
                            .websiteConfiguration(website.get().toSdk()))
                    : s3.deleteBucketWebsite(delete -> delete.bucket(bucket)));
        }
        if (settings.contains(BucketSetting.CORS)) {
            OriginErrors.RULES.call(() -> origin.corsConfiguration().isPresent()
                    ? s3.putBucketCors(put -> put.bucket(bucket)
                            .corsConfiguration(
                                    CorsRules.toSdk(origin.corsConfiguration().get())))
                    : s3.deleteBucketCors(delete -> delete.bucket(bucket)));
        }
        if (settings.contains(BucketSetting.PUBLIC_ACCESS) && origin.publicRead()) {
            blockPublicPolicies(origin, false);
        }
    }

    /** Blocks public access, as S3 does for every new bucket. */
    public void shut(Origin origin) {
        blockPublicPolicies(origin, true);
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
