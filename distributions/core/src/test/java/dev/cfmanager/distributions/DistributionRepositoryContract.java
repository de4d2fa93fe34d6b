// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

        boolean first = repository()
                .update(read, read.toBuilder().version(2).name("first").build());
        boolean second = repository()
                .update(read, read.toBuilder().version(2).name("second").build());

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(repository().require("dist-1").name()).isEqualTo("first");
    }

    @Test
    void removesWhatAChangeMadeAbsent() {
        repository().create(full());

        repository()
                .update(
                        full(),
                        full().toBuilder()
                                .errorMessage(null)
                                .unpublished(List.of())
                                .build());

        assertThat(repository().require("dist-1").errorMessage()).isEmpty();
        assertThat(repository().require("dist-1").unpublished()).isEmpty();
    }

    @Test
    void neitherChangesNorRevivesARecordThatIsGone() {
        Distribution gone = SampleDistributions.deployed("dist-1").build();

        assertThat(repository().update(gone, gone)).isFalse();
        assertThat(repository().find("dist-1")).isEmpty();
    }

    @Test
    void deletesOnlyWhatNobodyHasChanged() {
        repository().create(SampleDistributions.deployed("dist-1").build());
        Distribution read = repository().require("dist-1");
        repository().update(read, read.toBuilder().version(2).build());

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
    void ofManyWhoWantOneNameAtTheSameTimeExactlyOneGetsIt() throws Exception { // defect V-14
        int many = 16;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        CyclicBarrier start = new CyclicBarrier(many);
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Distribution wanted =
                    SampleDistributions.deployed("dist-" + i).name("shop").build();
            attempts.add(threads.submit(() -> {
                start.await();
                return repository().create(wanted);
            }));
        }

        int created = 0;
        for (Future<Boolean> attempt : attempts) {
            try {
                created += attempt.get() ? 1 : 0;
            } catch (ExecutionException refused) {
                assertThat(refused.getCause())
                        .isInstanceOfSatisfying(OperationException.class, conflict -> assertThat(conflict.kind())
                                .isIn(ErrorKind.CONFLICT, ErrorKind.THROTTLED));
            }
        }
        threads.shutdown();

        assertThat(created).isEqualTo(1);
        assertThat(repository().list(PageRequest.EVERYTHING).items()).hasSize(1);
    }

    @Test
    void aNameIsFreeAgainOnceItsRecordIsRenamedOrFailedOrGone() {
        Distribution first = SampleDistributions.deployed("dist-1").name("shop").build();
        Distribution second =
                SampleDistributions.deployed("dist-2").name("shop").build();
        repository().create(first);
        assertThatThrownBy(() -> repository().create(second))
                .hasMessage("name: the name shop is taken by distribution dist-1; choose another one");

        Distribution renamed = first.toBuilder().name("store").build();
        assertThat(repository().update(first, renamed)).isTrue();
        assertThat(repository().create(second)).isTrue();
        assertThatThrownBy(() -> repository().update(renamed, first))
                .hasMessageContaining("taken by distribution dist-2");
        assertThat(repository().require("dist-1").name()).isEqualTo("store");

        assertThat(repository().delete(second)).isTrue();
        assertThat(repository().update(renamed, first)).isTrue();
        Distribution stillborn = first.toBuilder()
                .cloudfrontId(null)
                .status(DistributionStatus.FAILED)
                .build();
        assertThat(repository().update(first, stillborn)).isTrue();
        assertThat(repository().create(second)).isTrue();
        assertThatThrownBy(() -> repository().update(stillborn, first))
                .hasMessageContaining("taken by distribution dist-2");
    }

    @Test
    void findsWhoHasAnAlias() {
        Distribution creating = aliased("dist-1", "www.example.com", "Shop.example.com")
                .cloudfrontId(null)
                .build();
        repository().create(creating);
        assertThat(repository().findByAliases(List.of("www.example.com"))).isEmpty();

        Distribution created = creating.toBuilder().cloudfrontId("E1").build();
        repository().update(creating, created);
        assertThat(repository().findByAliases(List.of("WWW.example.com", "shop.example.com", "x.example.com")))
                .containsOnlyKeys("WWW.example.com", "shop.example.com")
                .allSatisfy((alias, record) -> assertThat(record.id()).isEqualTo("dist-1"));

        Distribution changed = aliased("dist-1", "x.example.com").build();
        repository().update(created, changed);
        assertThat(repository().findByAliases(List.of("www.example.com", "x.example.com")))
                .containsOnlyKeys("x.example.com");

        repository().delete(changed);
        assertThat(repository().findByAliases(List.of("x.example.com"))).isEmpty();
    }

    @Test
    void holdsMoreAliasesThanOneTransactionTakes() {
        String[] aliases =
                IntStream.range(0, 150).mapToObj(i -> i + ".example.com").toArray(String[]::new);
        Distribution record = aliased("dist-1", aliases).build();

        repository().create(record);

        assertThat(repository().findByAliases(List.of("0.example.com"))).hasSize(1);
        assertThat(repository().delete(record)).isTrue();
        assertThat(repository().findByAliases(List.of(aliases))).isEmpty();
        assertThat(repository().list(PageRequest.EVERYTHING).items()).isEmpty();
    }

    private static DistributionBuilder aliased(String id, String... aliases) {
        ObjectNode config = Json.object();
        ArrayNode items = config.putObject("Aliases").putArray("Items");
        List.of(aliases).forEach(items::add);
        return SampleDistributions.deployed(id).config(config);
    }

    @Test
    void findsRecordsByTheTemplateTheyWereMadeFrom() {
        repository().create(SampleDistributions.deployed("dist-1").build());
        repository()
                .create(SampleDistributions.deployed("dist-2")
                        .templateId("tmpl-1")
                        .build());
        repository()
                .create(SampleDistributions.deployed("dist-3")
                        .templateId("tmpl-2")
                        .build());
        repository()
                .create(SampleDistributions.deployed("dist-4")
                        .templateId("tmpl-1")
                        .build());

        assertThat(repository().findByTemplate("tmpl-1"))
                .extracting(Distribution::id, Distribution::name)
                .containsExactlyInAnyOrder(
                        tuple("dist-2", "Distribution dist-2"), tuple("dist-4", "Distribution dist-4"));
        assertThat(repository().findByTemplate("tmpl-3")).isEmpty();
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
