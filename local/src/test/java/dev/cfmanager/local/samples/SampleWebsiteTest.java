// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleWebsiteTest {
    private static final Set<String> DECLARED = Set.of("DistributionBucketName");

    @Test
    void isFoundAgainWithItsSwitchAsItIs() {
        try (Twin twin = Twin.start()) {
            Map<String, String> made = SampleWebsite.addTo(twin, DECLARED, Map.of());
            twin.calls().reset();

            Map<String, String> found = SampleWebsite.addTo(twin, DECLARED, Map.of());

            assertThat(found).isEqualTo(made).containsKeys("DataDistributionId", "DataSwitchFunctionName");
            assertThat(twin.calls().count("cloudfront:UpdateFunction")).isZero();
            assertThat(twin.calls().count("cloudfront:PublishFunction")).isZero();
        }
    }

    @Test
    void leavesTheWebsiteThatSomebodyNames() {
        try (Twin twin = Twin.start()) {
            Map<String, String> given = Map.of("DistributionBucketName", "own");

            assertThat(SampleWebsite.addTo(twin, DECLARED, given)).isEqualTo(given);
            assertThat(twin.calls().all()).isEmpty();
        }
    }
}
