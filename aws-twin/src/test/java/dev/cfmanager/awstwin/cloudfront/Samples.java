// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** The configurations that the tests begin with. */
public final class Samples {
    /** The AWS-managed policy CachingOptimized. */
    public static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    /** The AWS-managed policy CachingDisabled. */
    public static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    private Samples() {}

    /** An enabled distribution in front of the bucket {@code media}, with what CloudFront requires and no more. */
    public static DistributionConfig.Builder bucketDistribution(String callerReference) {
        return DistributionConfig.builder()
                .callerReference(callerReference)
                .comment("")
                .enabled(true)
                .origins(origins -> origins.quantity(1).items(origin -> origin.id("media")
                        .domainName("media.s3.us-east-1.amazonaws.com")
                        .s3OriginConfig(s3 -> s3.originAccessIdentity(""))))
                .defaultCacheBehavior(behavior -> behavior.targetOriginId("media")
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .cachePolicyId(CACHING_OPTIMIZED));
    }

    /** Creates an origin access control of that name and gives its id. */
    public static String accessControl(CloudFrontClient client, String name) {
        return client.createOriginAccessControl(
                        request -> request.originAccessControlConfig(control -> control.name(name)
                                .signingProtocol("sigv4")
                                .signingBehavior("always")
                                .originAccessControlOriginType("s3")))
                .originAccessControl()
                .id();
    }
}
