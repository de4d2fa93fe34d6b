// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.Twin;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

/** Real SDK clients for the conformance tests: the one place that says what they speak to. */
public final class CloudFrontClients {
    private CloudFrontClients() {}

    /** A client that reaches that twin in memory. */
    public static CloudFrontClient of(Twin twin) {
        return CloudFrontClient.builder()
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
                .httpClient(twin.httpClient())
                .build();
    }
}
