// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.conformance.Reach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;

/** Where tests get their SDK clients, so that one place decides what they talk to. */
public final class SdkClients {
    private SdkClients() {}

    /** A client in {@code us-east-1} that shows every refusal at once: it never retries. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(Twin twin, B builder) {
        return of(twin, builder, Region.US_EAST_1);
    }

    /** A client in another region. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(
            Twin twin, B builder, Region region) {
        return Reach.point(builder, () -> twin)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
