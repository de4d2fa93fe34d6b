// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginUsers.User;
import dev.cfmanager.origins.SampleOrigins;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginUsageTest {
    private final InMemoryDistributionRepository repository = new InMemoryDistributionRepository();
    private final Origin origin =
            SampleOrigins.origin("origin-1a2b3c4d").bucketName("my.bucket").build();

    @Test
    void namesEveryDistributionThatUsesAnOriginWhereverItIsInTheTable() { // defect B-10
        IntStream.range(0, 2500).forEach(i -> put("dist-" + (1_000_000 + i), List.of(), List.of("www.example.com")));
        put("dist-a", List.of("origin-1a2b3c4d"), List.of());
        put("dist-z", List.of(), List.of("www.example.com", "my.bucket.s3-eu-central-1.amazonaws.com"));
        put("dist-y", List.of("origin-1a2b3c4d-other"), List.of("not.my.bucket.s3.amazonaws.com"));

        assertThat(new OriginUsage(repository).of(origin))
                .extracting(User::distributionId)
                .containsExactly("dist-a", "dist-z");
    }

    @Test
    void namesADistributionThatMayStillReadTheOriginThoughItNoLongerNamesIt() {
        put("dist-a", List.of("origin-other"), List.of());
        Distribution reader = repository.require("dist-a");
        Origin read = origin.toBuilder()
                .distributionArns(Set.of("arn:aws:cloudfront::123456789012:distribution/"
                        + reader.cloudfrontId().orElseThrow()))
                .build();

        assertThat(new OriginUsage(repository).of(read)).containsExactly(new User("dist-a", reader.name()));
        assertThat(new OriginUsage(repository).of(origin)).isEmpty();
    }

    private void put(String id, List<String> originIds, List<String> domains) {
        repository.create(SampleDistributions.deployed(id)
                .originIds(originIds)
                .originDomains(domains)
                .build());
    }
}
