// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every repository of origins keeps to. */
abstract class OriginRepositoryContract {
    private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E1";
    private static final OaiGrant GRANT = new OaiGrant(ARN, "E2QWRUHAPOMQZL", "a1b2");
    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.123Z");

    /** The repository under test, empty. */
    abstract OriginRepository repository();

    @Test
    void givesBackWhatWasStoredToTheLastMember() {
        Origin full = SampleOrigins.origin("origin-1")
                .state(OriginState.CREATING)
                .attached(true)
                .distributionArns(Set.of(ARN))
                .oaiGrants(Map.of("dist-1", GRANT))
                .websiteEnabled(true)
                .websiteConfiguration(
                        Json.object().set("IndexDocument", Json.object().put("Suffix", "index.html")))
                .corsConfiguration(Json.object()
                        .set("CORSRules", Json.array().add(Json.object().put("MaxAgeSeconds", 3000))))
                .missingObjectsAre404(true)
                .publicRead(true)
                .tags(Map.of("team", "web"))
                .policyVersion(4)
                .policyApplied(3)
                .version(7)
                .creationScope("scope")
                .creationHash("hash")
                .errorMessage("left a bucket behind")
                .unsettled(Set.of(BucketSetting.CORS, BucketSetting.TAGS))
                .removal(Removal.WITH_CONTENT)
                .busyUntil(NOW)
                .createdAt(NOW)
                .updatedAt(NOW)
                .build();

        assertThat(repository().create(full)).isTrue();

        assertThat(repository().find("origin-1")).contains(full);
        assertThat(repository()
                        .find("origin-1")
                        .orElseThrow()
                        .corsConfiguration()
                        .orElseThrow()
                        .toString())
                .isEqualTo("{\"CORSRules\":[{\"MaxAgeSeconds\":3000}]}");
    }

    @Test
    void leavesOutWhatIsAbsent() {
        Origin bare = SampleOrigins.origin("origin-1").oacId(null).build();

        repository().create(bare);

        Origin read = repository().find("origin-1").orElseThrow();
        assertThat(read.oacId()).isEmpty();
        assertThat(read.websiteConfiguration()).isEmpty();
        assertThat(read.distributionArns()).isEmpty();
        assertThat(read.creationScope()).isEmpty();
    }

    @Test
    void neverOverwritesAnOriginWithANewOneOfTheSameId() {
        repository().create(SampleOrigins.origin("origin-1").name("first").build());

        assertThat(repository()
                        .create(SampleOrigins.origin("origin-1").name("second").build()))
                .isFalse();
        assertThat(repository().find("origin-1").orElseThrow().name()).isEqualTo("first");
    }

    @Test
    void readsManyAtOnceAndLeavesOutTheMissing() {
        List<String> ids = IntStream.range(0, 130).mapToObj(i -> "origin-" + i).toList();
        ids.forEach(id -> repository().create(SampleOrigins.origin(id).build()));
        List<String> asked = new ArrayList<>(ids);
        asked.add("origin-none");
        asked.add("origin-1");

        assertThat(repository().findAll(asked)).extracting(Origin::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(repository().findAll(List.of())).isEmpty();
    }

    @Test
    void findsTheOriginOfABucket() {
        repository()
                .create(SampleOrigins.origin("origin-1").bucketName("my.bucket").build());
        repository().create(SampleOrigins.origin("origin-2").build());

        assertThat(repository().findByBucketName("my.bucket")).map(Origin::id).contains("origin-1");
        assertThat(repository().findByBucketName("other")).isEmpty();
    }

    @Test
    void refusesTheSecondOfTwoChangesMadeFromOneReading() {
        repository().create(SampleOrigins.origin("origin-1").build());
        Origin read = repository().find("origin-1").orElseThrow();

        Optional<Origin> first =
                repository().update(read.toBuilder().name("first").build());
        Optional<Origin> second =
                repository().update(read.toBuilder().name("second").build());

        assertThat(first).map(Origin::version).contains(2L);
        assertThat(second).isEmpty();
        assertThat(repository().find("origin-1")).isEqualTo(first);
    }

    @Test
    void refusesAChangeMadeBeforeSomebodyBecameAReader() {
        repository().create(SampleOrigins.origin("origin-1").build());
        Origin read = repository().find("origin-1").orElseThrow();
        repository().addDistribution("origin-1", ARN);

        assertThat(repository().update(read.toBuilder().name("renamed").build()))
                .isEmpty();
        assertThat(repository().delete(read)).isFalse();
        assertThat(repository().find("origin-1").orElseThrow().distributionArns())
                .containsExactly(ARN);
    }

    @Test
    void deletesOnceAndCountsWhatIsGoneAsDeleted() {
        Origin origin = SampleOrigins.origin("origin-1").build();
        repository().create(origin);

        assertThat(repository().delete(origin)).isTrue();
        assertThat(repository().delete(origin)).isTrue();
        assertThat(repository().find("origin-1")).isEmpty();
    }

    @Test
    void listsEveryOriginExactlyOncePageByPage() {
        List<String> ids = IntStream.range(0, 25).mapToObj(i -> "origin-" + i).toList();
        ids.forEach(id -> repository().create(SampleOrigins.origin(id).build()));

        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Origin> page = repository().list(new PageRequest(7, token));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
            page.items().forEach(origin -> seen.add(origin.id()));
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(repository().list(PageRequest.EVERYTHING).items()).hasSize(25);
    }

    @Test
    void listsWithEverythingTheWireShapeHas() {
        Origin origin = SampleOrigins.origin("origin-1")
                .distributionArns(Set.of(ARN))
                .oaiGrants(Map.of("dist-1", GRANT))
                .websiteEnabled(true)
                .corsConfiguration(Json.object().set("CORSRules", Json.array()))
                .errorMessage("left a bucket behind")
                .tags(Map.of("team", "web"))
                .build();
        repository().create(origin);

        Origin listed = repository().list(PageRequest.EVERYTHING).items().get(0);

        assertThat(OriginJson.of(listed)).isEqualTo(OriginJson.of(origin));
    }

    @Test
    void refusesATokenOfAnotherList() {
        assertThatThrownBy(() -> repository().list(new PageRequest(7, Optional.of("bm90IG9uZQ"))))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("nextToken");
    }

    @Test
    void addsAReaderOnceHoweverOftenItIsAsked() {
        repository().create(SampleOrigins.origin("origin-1").build());

        repository().addDistribution("origin-1", ARN);
        Origin origin = repository().addDistribution("origin-1", ARN).orElseThrow();

        assertThat(origin.distributionArns()).containsExactly(ARN);
        assertThat(origin.policyVersion()).isEqualTo(1);
        assertThat(origin.version()).isEqualTo(2);
    }

    @Test
    void removesAReaderOnceHoweverOftenItIsAsked() {
        repository().create(SampleOrigins.origin("origin-1").build());
        repository().addDistribution("origin-1", ARN);

        repository().removeDistribution("origin-1", ARN);
        Origin origin = repository().removeDistribution("origin-1", ARN).orElseThrow();

        assertThat(origin.distributionArns()).isEmpty();
        assertThat(origin.policyVersion()).isEqualTo(2);
    }

    @Test
    void keepsOneGrantPerDistribution() {
        repository().create(SampleOrigins.origin("origin-1").build());
        OaiGrant other = new OaiGrant(ARN, "EOTHER", "");

        repository().putGrant("origin-1", "dist-1", GRANT);
        repository().putGrant("origin-1", "dist-1", GRANT);
        repository().putGrant("origin-1", "dist-2", GRANT);
        Origin replaced = repository().putGrant("origin-1", "dist-1", other).orElseThrow();

        assertThat(replaced.oaiGrants()).containsExactlyInAnyOrderEntriesOf(Map.of("dist-1", other, "dist-2", GRANT));
        assertThat(replaced.policyVersion()).isEqualTo(3);

        Origin removed = repository().removeGrant("origin-1", "dist-1").orElseThrow();
        assertThat(removed.oaiGrants()).containsOnlyKeys("dist-2");
        assertThat(repository().removeGrant("origin-1", "dist-1")).contains(removed);
    }

    @Test
    void takesNoNewReaderWhileItIsCreatedOrDeletedButLetsOldOnesGo() {
        repository()
                .create(SampleOrigins.origin("origin-1")
                        .state(OriginState.DELETING)
                        .distributionArns(Set.of(ARN))
                        .build());

        Origin refused = repository().addDistribution("origin-1", ARN + "2").orElseThrow();
        Origin refusedGrant = repository().putGrant("origin-1", "dist-1", GRANT).orElseThrow();
        Origin left = repository().removeDistribution("origin-1", ARN).orElseThrow();

        assertThat(refused.distributionArns()).containsExactly(ARN);
        assertThat(refusedGrant.oaiGrants()).isEmpty();
        assertThat(left.distributionArns()).isEmpty();
    }

    @Test
    void knowsNoReadersOfAnOriginThatIsNotThere() {
        assertThat(repository().addDistribution("origin-none", ARN)).isEmpty();
        assertThat(repository().removeDistribution("origin-none", ARN)).isEmpty();
        assertThat(repository().putGrant("origin-none", "dist-1", GRANT)).isEmpty();
        assertThat(repository().removeGrant("origin-none", "dist-1")).isEmpty();
        assertThat(repository().beginPolicyWrite("origin-none", "me", NOW, NOW)).isEmpty();
        assertThat(repository().find("origin-none")).isEmpty();
    }

    @Test
    void letsOneWriteThePolicyAtATimeAndTheNextWhenItsTimeIsOver() {
        repository().create(SampleOrigins.origin("origin-1").policyVersion(5).build());
        Instant until = NOW.plus(Duration.ofSeconds(75));

        assertThat(repository().beginPolicyWrite("origin-1", "first", NOW, until))
                .isPresent();
        assertThat(repository().beginPolicyWrite("origin-1", "second", NOW, until))
                .isEmpty();
        assertThat(repository().beginPolicyWrite("origin-1", "second", until.plusMillis(1), until.plusSeconds(75)))
                .isPresent();

        repository().endPolicyWrite("origin-1", "first", 3);
        assertThat(repository().find("origin-1").orElseThrow().policyApplied()).isZero();
        repository().endPolicyWrite("origin-1", "second", 5);
        assertThat(repository().find("origin-1").orElseThrow().policyApplied()).isEqualTo(5);
        assertThat(repository().beginPolicyWrite("origin-1", "third", NOW, until))
                .isPresent();
    }
}
