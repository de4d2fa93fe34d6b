// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import java.time.Duration;

/**
 * What differs between one account, or one day, and another.
 *
 * @param quotas how much of everything the account may have
 * @param deployment how long a distribution stays {@code InProgress} after a create or update
 * @param invalidation how long an invalidation stays {@code InProgress}
 * @param identityVisibility how long S3 does not know a new origin access identity
 * @param provisioning how long a new key value store stays {@code PROVISIONING}
 */
public record CloudFrontSettings(
        Quotas quotas, Duration deployment, Duration invalidation, Duration identityVisibility, Duration provisioning) {

    /** AWS's quotas; 5 minutes for a deployment, 1 for an invalidation; 10 seconds for an identity, 30 for a store. */
    public static CloudFrontSettings standard() {
        return new CloudFrontSettings(
                Quotas.aws(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    /** These settings with one quota changed. */
    public CloudFrontSettings quota(Quota quota, int limit) {
        return new CloudFrontSettings(
                quotas.with(quota, limit), deployment, invalidation, identityVisibility, provisioning);
    }

    /** These settings with another deployment time. */
    public CloudFrontSettings deployment(Duration time) {
        return new CloudFrontSettings(quotas, time, invalidation, identityVisibility, provisioning);
    }

    /** These settings with another invalidation time. */
    public CloudFrontSettings invalidation(Duration time) {
        return new CloudFrontSettings(quotas, deployment, time, identityVisibility, provisioning);
    }

    /** These settings with another time until S3 knows a new identity. */
    public CloudFrontSettings identityVisibility(Duration time) {
        return new CloudFrontSettings(quotas, deployment, invalidation, time, provisioning);
    }

    /** These settings with another time until a new key value store is ready. */
    public CloudFrontSettings provisioning(Duration time) {
        return new CloudFrontSettings(quotas, deployment, invalidation, identityVisibility, time);
    }
}
