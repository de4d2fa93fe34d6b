// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import java.util.Map;

/**
 * The request headers that CloudFront makes up from what it knows of the viewer.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html">Add CloudFront request headers</a>
 */
final class GeneratedHeaders {
    private GeneratedHeaders() {}

    /** Names in lower case. */
    static Map<String, String> of(Viewer viewer) {
        return Map.of(
                "cloudfront-viewer-country",
                viewer.country(),
                "cloudfront-forwarded-proto",
                viewer.https() ? "https" : "http",
                "cloudfront-viewer-address",
                viewer.address() + ":46532",
                "cloudfront-is-desktop-viewer",
                "true",
                "cloudfront-is-mobile-viewer",
                "false",
                "cloudfront-is-tablet-viewer",
                "false",
                "cloudfront-viewer-http-version",
                "1.1");
    }

    static boolean generated(String name) {
        return name.startsWith("cloudfront-");
    }
}
