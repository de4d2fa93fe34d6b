// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

import java.util.Map;

/** Names of edge locations, as {@code X-Amz-Cf-Pop} shows them: an airport near the region. */
final class PopNames {
    private static final Map<String, String> AIRPORTS = Map.of(
            "us-east-1", "IAD",
            "us-west-2", "HIO",
            "eu-west-1", "DUB",
            "eu-central-1", "FRA",
            "ap-northeast-1", "NRT",
            "ap-southeast-1", "SIN",
            "ap-southeast-2", "SYD",
            "ap-south-1", "BOM",
            "sa-east-1", "GRU");

    private PopNames() {}

    static String of(String region) {
        return AIRPORTS.getOrDefault(region, "LHR") + "50-P1";
    }
}
