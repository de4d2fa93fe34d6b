// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every repository of distributions keeps to. */
abstract class DistributionRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.123Z");

    /** The repository under test, empty. */
    abstract DistributionRepository repository();

    @Test
    void givesBackWhatWasStoredToTheLastMember() {
        Distribution full = full();

        assertThat(repository().create(full)).isTrue();

        assertThat(repository().find("dist-1")).contains(full);
        assertThat(repository()
                        .require("dist-1")
                        .config()
                        .at("/Origins/Quantity")
                        .isInt())
                .isTrue();
        assertThat(repository().require("dist-1").unpublished()).isEqualTo(full.unpublished());
    }

    @Test
    void leavesOutWhatIsAbsent() {
        repository().create(Distribution.builder().id("dist-1").name("bare").build());

        Distribution read = repository().require("dist-1");

        assertThat(read.cloudfrontId()).isEmpty();
        assertThat(read.multiOriginConfig()).isEmpty();
        assertThat(read.deletionRequestedAt()).isEmpty();
        assertThat(read.unpublished()).isEmpty();
        assertThat(read.tags()).isEmpty();
    }

    @Test
    void neverOverwritesARecordWithANewOneOfTheSameId() {
        repository().create(SampleDistributions.deployed("dist-1").name("first").build());

        assertThat(repository().create(SampleDistributions.deployed("dist-1").build()))
                .isFalse();
        assertThat(repository().require("dist-1").name()).isEqualTo("first");
    }

    @Test
    void refusesTheSecondOfTwoChangesMadeFromOneReading() {
        repository().create(SampleDistributions.deployed("dist-1").build());
        Distribution read = repository().require("dist-1");

        boolean first =
                repository().update(read.toBuilder().version(2).name("first").build(), 1);
        boolean second =
                repository().update(read.toBuilder().version(2).name("second").build(), 1);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(repository().require("dist-1").name()).isEqualTo("first");
    }

    @Test
    void removesWhatAChangeMadeAbsent() {
        repository().create(full());

        repository()
                .update(
                        full().toBuilder()
                                .errorMessage(null)
                                .unpublished(List.of())
                                .build(),
                        7);

        assertThat(repository().require("dist-1").errorMessage()).isEmpty();
        assertThat(repository().require("dist-1").unpublished()).isEmpty();
    }

    @Test
    void neitherChangesNorRevivesARecordThatIsGone() {
        assertThat(repository().update(SampleDistributions.deployed("dist-1").build(), 1))
                .isFalse();
        assertThat(repository().find("dist-1")).isEmpty();
    }

    @Test
    void deletesOnlyWhatNobodyHasChanged() {
        repository().create(SampleDistributions.deployed("dist-1").build());
        Distribution read = repository().require("dist-1");
        repository().update(read.toBuilder().version(2).build(), 1);

        assertThat(repository().delete(read)).isFalse();
        assertThat(repository().delete(repository().require("dist-1"))).isTrue();
        assertThat(repository().delete(read)).isFalse();
    }

    @Test
    void saysNotFoundForAnUnknownId() {
        assertThatThrownBy(() -> repository().require("dist-none"))
                .isInstanceOf(OperationException.class)
                .hasMessage("Distribution not found: dist-none");
    }

    @Test
    void listsEveryRecordOnceOverPages() {
        List<String> ids = IntStream.range(0, 25).mapToObj(i -> "dist-" + i).toList();
        ids.forEach(id -> repository().create(SampleDistributions.deployed(id).build()));

        List<Distribution> listed = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Distribution> page = repository().list(new PageRequest(10, token));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(10);
            listed.addAll(page.items());
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(listed).extracting(Distribution::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(listed).allSatisfy(item -> {
            assertThat(item.originDomain()).isEqualTo("www.example.com");
            assertThat(item.originIds()).containsExactly("origin-1");
            assertThat(item.createdBy()).isEqualTo("user@example.com");
        });
    }

    @Test
    void refusesAForeignToken() {
        assertThatThrownBy(() -> repository().list(new PageRequest(10, Optional.of("bm9uc2Vuc2U"))))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("nextToken");
    }

    @Test
    void findsRecordsByName() {
        repository()
                .create(SampleDistributions.deployed("dist-1")
                        .name("shop")
                        .requestScope("scope")
                        .build());
        repository().create(SampleDistributions.deployed("dist-2").build());

        assertThat(repository().findByName("shop")).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("dist-1");
            assertThat(found.requestScope()).contains("scope");
            assertThat(found.cloudfrontId()).isPresent();
        });
        assertThat(repository().findByName("Shop")).isEmpty();
    }

    @Test
    void findsEveryRecordOfAStatusTheOldestChangeFirst() {
        IntStream.range(0, 30)
                .mapToObj(i -> SampleDistributions.deployed("dist-" + i)
                        .status(DistributionStatus.IN_PROGRESS)
                        .goal(Goal.UNDONE)
                        .oaiId("E9")
                        .updatedAt(NOW.minusSeconds(i))
                        .build())
                .forEach(repository()::create);
        repository().create(SampleDistributions.deployed("dist-x").build());

        List<Distribution> found = repository().findByStatus(DistributionStatus.IN_PROGRESS);

        assertThat(found)
                .extracting(Distribution::id)
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "dist-" + (29 - i)).toList());
        assertThat(found.get(0).leftovers()).contains("origin-access-identity E9");
    }

    private static Distribution full() {
        return Distribution.builder()
                .id("dist-1")
                .name("Full")
                .description("everything set")
                .status(DistributionStatus.DISABLING)
                .goal(Goal.DELETED)
                .version(7)
                .config(SampleDistributions.config("origin-1", "www.example.com"))
                .tags(Map.of("team", "web", "empty", ""))
                .originDomain("www.example.com")
                .originIds(List.of("origin-1", "origin-2"))
                .grantedOriginIds(List.of("origin-2"))
                .cloudfrontId("E1")
                .arn("arn:aws:cloudfront::123456789012:distribution/E1")
                .domainName("d1.cloudfront.net")
                .errorMessage("not yet")
                .originDomains(List.of("www.example.com"))
                .deletedAt(NOW)
                .multiOrigin(true)
                .multiOriginConfig(Json.object().put("preset", "asia-us"))
                .lambdaEdgeFunctionId("func-1")
                .lambdaEdgeFunctionName("name")
                .oaiId("E2")
                .replicationTriggeredAt(NOW)
                .templateId("tmpl-1")
                .requestScope("scope")
                .deletionRequestedAt(NOW)
                .createdBy("a")
                .createdAt(NOW)
                .updatedBy("b")
                .updatedAt(NOW)
                .unpublished(List.of(new HistoryEvent(
                        "dist-1", NOW, "7-X", "X", "user", 7, Json.object().put("error", "no"))))
                .lastEventAt(NOW)
                .build();
    }
}
