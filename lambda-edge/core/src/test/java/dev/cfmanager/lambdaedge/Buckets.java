// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import java.util.List;

/** Sample origins: one bucket on each of three continents, and a spare. */
public final class Buckets {
    /** In Northern Virginia. */
    public static final RoutedOrigin VIRGINIA = new RoutedOrigin("origin-00000001", "media-virginia", "us-east-1");

    /** In Tokyo; its name has dots. */
    public static final RoutedOrigin TOKYO = new RoutedOrigin("origin-00000002", "media.tokyo", "ap-northeast-1");

    /** In Frankfurt. */
    public static final RoutedOrigin FRANKFURT = new RoutedOrigin("origin-00000003", "media-frankfurt", "eu-central-1");

    /** In São Paulo; not one of our origins. */
    public static final RoutedOrigin SAO_PAULO = new RoutedOrigin(null, "media-saopaulo", "sa-east-1");

    private Buckets() {}

    /** Default Virginia, Asia-Pacific to Tokyo. */
    public static RoutingPolicy asiaUs() {
        return RoutingPolicy.of(Preset.ASIA_US, VIRGINIA, List.of(TOKYO));
    }
}
