// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import dev.cfmanager.distributions.DistributionStatus;
import software.amazon.awssdk.services.cloudfront.model.Distribution;

/**
 * A distribution as CloudFront has it at this moment.
 *
 * @param id CloudFront's id
 * @param arn its ARN
 * @param domainName its own domain
 * @param status {@code InProgress} or {@code Deployed}
 * @param enabled whether it serves viewers
 * @param callerReference what its creator called it
 * @param etag the version of its configuration, for the next write
 */
public record LiveDistribution(
        String id,
        String arn,
        String domainName,
        DistributionStatus status,
        boolean enabled,
        String callerReference,
        String etag) {

    static LiveDistribution of(Distribution distribution, String etag) {
        return new LiveDistribution(
                distribution.id(),
                distribution.arn(),
                distribution.domainName(),
                DistributionStatus.ofWord(distribution.status()),
                distribution.distributionConfig().enabled(),
                distribution.distributionConfig().callerReference(),
                etag);
    }

    /** Whether every edge location has its configuration. */
    public boolean deployed() {
        return status == DistributionStatus.DEPLOYED;
    }
}
