// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class RegionGroupTest {

    @Test
    void theDataFileNamesEveryRegionTheSdkKnows() {
        SortedSet<String> known = new TreeSet<>(RegionGroup.ungrouped());
        Arrays.stream(RegionGroup.values()).forEach(group -> known.addAll(group.regions()));

        List<String> sdk = Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .toList();

        assertThat(known)
                .as("add new regions to edge-regions.json: to a group, or to those whose viewers get the default")
                .containsExactlyInAnyOrderElementsOf(sdk);
    }

    @Test
    void noRegionStandsInTwoPlaces() {
        int grouped = Arrays.stream(RegionGroup.values())
                .mapToInt(group -> group.regions().size())
                .sum();
        SortedSet<String> all = new TreeSet<>(RegionGroup.ungrouped());
        Arrays.stream(RegionGroup.values()).forEach(group -> all.addAll(group.regions()));

        assertThat(all).hasSize(grouped + RegionGroup.ungrouped().size());
    }

    @Test
    void theGroupsAreTheThirtyTwoRegionsThatClientsShow() {
        assertThat(RegionGroup.ASIA_PACIFIC.regions()).hasSize(13).contains("ap-northeast-1", "me-central-1");
        assertThat(RegionGroup.AMERICAS.regions()).hasSize(8).contains("us-east-1", "sa-east-1");
        assertThat(RegionGroup.EUROPE_AND_OTHERS.regions()).hasSize(11).contains("eu-central-1", "af-south-1");
    }
}
