// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import static dev.cfmanager.lambdaedge.Buckets.FRANKFURT;
import static dev.cfmanager.lambdaedge.Buckets.SAO_PAULO;
import static dev.cfmanager.lambdaedge.Buckets.TOKYO;
import static dev.cfmanager.lambdaedge.Buckets.VIRGINIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingPolicyTest {

    @Test
    void asiaUsWithOneAdditionalOriginSendsOnlyAsiaThere() {
        RoutingPolicy policy = RoutingPolicy.of(Preset.ASIA_US, VIRGINIA, List.of(TOKYO));

        assertOrigins(policy, TOKYO, VIRGINIA, VIRGINIA);
    }

    @Test
    void asiaUsWithTwoAdditionalOriginsSendsTheRestToTheSecond() {
        RoutingPolicy policy = RoutingPolicy.of(Preset.ASIA_US, FRANKFURT, List.of(TOKYO, VIRGINIA));

        assertOrigins(policy, TOKYO, VIRGINIA, VIRGINIA);
        assertThat(policy.originFor("ap-east-2")).isEqualTo(FRANKFURT);
    }

    @Test
    void globalThreeWithTwoAdditionalOriginsKeepsEuropeAtTheDefault() {
        RoutingPolicy policy = RoutingPolicy.of(Preset.GLOBAL_THREE, FRANKFURT, List.of(TOKYO, VIRGINIA));

        assertOrigins(policy, TOKYO, VIRGINIA, FRANKFURT);
    }

    @Test
    void globalThreeWithThreeAdditionalOriginsUsesEachForItsPartOfTheWorld() {
        RoutingPolicy policy = RoutingPolicy.of(Preset.GLOBAL_THREE, SAO_PAULO, List.of(TOKYO, VIRGINIA, FRANKFURT));

        assertOrigins(policy, TOKYO, VIRGINIA, FRANKFURT);
    }

    @Test
    void aRegionNobodyMappedAndNoRegionAtAllGetTheDefault() {
        RoutingPolicy policy = Buckets.asiaUs();

        assertThat(policy.originFor("xx-new-9")).isEqualTo(VIRGINIA);
        assertThat(policy.originFor(null)).isEqualTo(VIRGINIA);
    }

    @Test
    void aCustomMapSendsAnyRegionAnywhere() {
        RoutingPolicy policy = new RoutingPolicy(
                RoutingPolicy.CUSTOM,
                VIRGINIA,
                List.of(TOKYO, FRANKFURT),
                new TreeMap<>(Map.of("eu-west-1", "origin2", "us-west-2", "origin1", "us-east-1", "default")));

        assertThat(policy.originFor("eu-west-1")).isEqualTo(FRANKFURT);
        assertThat(policy.originFor("us-west-2")).isEqualTo(TOKYO);
        assertThat(policy.originFor("us-east-1")).isEqualTo(VIRGINIA);
        assertThat(policy.originFor("ap-northeast-1")).isEqualTo(VIRGINIA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "us-east-1\"", "", "US-EAST-1", "us-east-1\u2028", "us east 1"})
    void refusesRegionsThatAreNone(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutingPolicy(
                        RoutingPolicy.CUSTOM, VIRGINIA, List.of(TOKYO), new TreeMap<>(Map.of(region, "origin1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoutedOrigin(null, "bucket", region));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Bucket", "a..b", ".ab", "a\"b", "bucket/", "bucket.s3.evil.com/", "-abc", "abc-"})
    void refusesBucketsThatAreNone(String bucket) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RoutedOrigin(null, bucket, "us-east-1"));
    }

    @Test
    void theOlderNameOfAPresetStillServes() {
        assertThat(Preset.of("global-3-region")).contains(Preset.GLOBAL_THREE);
        assertThat(Preset.of("geographic")).isEmpty();
    }

    private static void assertOrigins(
            RoutingPolicy policy, RoutedOrigin asia, RoutedOrigin americas, RoutedOrigin europe) {
        assertThat(RegionGroup.ASIA_PACIFIC.regions())
                .allSatisfy(region -> assertThat(policy.originFor(region)).isEqualTo(asia));
        assertThat(RegionGroup.AMERICAS.regions())
                .allSatisfy(region -> assertThat(policy.originFor(region)).isEqualTo(americas));
        assertThat(RegionGroup.EUROPE_AND_OTHERS.regions())
                .allSatisfy(region -> assertThat(policy.originFor(region)).isEqualTo(europe));
    }
}
