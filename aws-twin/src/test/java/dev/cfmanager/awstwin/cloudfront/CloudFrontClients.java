// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

/** CloudFront's clients, which live in the region that is none. */
public final class CloudFrontClients {
    private CloudFrontClients() {}

    /** A client that reaches that twin. */
    public static CloudFrontClient of(Twin twin) {
        return SdkClients.of(twin, CloudFrontClient.builder(), Region.AWS_GLOBAL);
    }
}
