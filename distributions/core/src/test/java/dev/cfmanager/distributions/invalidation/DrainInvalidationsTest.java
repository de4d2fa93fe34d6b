// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainInvalidationsTest {
    private static final Twin TWIN = Twin.start();
    private static final DistributionsStage STAGE = new DistributionsStage(TWIN);
    private static int made;

    private final Distribution distribution = STAGE.created("shop " + made++);
    private final String id = distribution.id();
    private final InvalidationQueue queue = new InvalidationQueue(STAGE.environment());
    private final DrainInvalidations drain = new DrainInvalidations(STAGE.environment());

    @AfterAll
    static void stop() {
        TWIN.close();
    }

    @AfterEach
    void calm() {
        TWIN.faults().clear();
    }

    @Test
    void handsOverInOrderAndSwallowsWhatAWildcardReaches() {
        add("first", "/a/b", "/index.html");
        add("second", "/a/*", "/c");

        STAGE.drain(id);

        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a/*", "/index.html", "/c"));
        assertThat(queue.isIdle(id)).isTrue();
        assertThat(queue.pending()).doesNotContain(id);
        QueuedInvalidation first = found("first");
        assertThat(first.remaining()).isZero();
        assertThat(first.invalidationIds()).hasSize(1).isEqualTo(found("second").invalidationIds());
    }

    @Test
    void handsOverNoMoreThanCloudFrontTakesAtOnceAndTheRestWhenThatIsDone() {
        List<String> wildcards =
                IntStream.range(0, 40).mapToObj(i -> "/w" + i + "/*").toList();
        queue.add(id, "many", wildcards, "user@example.com");

        Duration wait = drain.advance(id);

        assertThat(wait).isPositive();
        assertThat(STAGE.invalidated(distribution)).containsExactly(wildcards.subList(0, 15));
        assertThat(found("many").status()).contains("Queued");
        assertThat(found("many").remaining()).isEqualTo(25);
        STAGE.drain(id);
        assertThat(STAGE.invalidated(distribution))
                .containsExactly(wildcards.subList(0, 15), wildcards.subList(15, 30), wildcards.subList(30, 40));
        assertThat(found("many").invalidationIds()).hasSize(3);
        assertThat(found("many").status()).isEmpty();
    }

    @Test
    void aPathAskedForAgainAfterItWasHandedOverIsHandedOverAgain() {
        add("first", "/a");
        TWIN.faults().on("dynamodb", "UpdateItem").fromCall(2).fail(500, "InternalServerError");
        assertThatThrownBy(() -> drain.advance(id)).isInstanceOf(OperationException.class);
        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a")); // and nobody has noted that
        TWIN.faults().clear();

        add("second", "/a");
        STAGE.drain(id);

        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a"), List.of("/a"));
        assertThat(found("second").invalidationIds())
                .isNotEqualTo(found("first").invalidationIds());
    }

    @Test
    void manyWorkersAtOnceHandOverEverythingOnce() throws Exception {
        List<String> paths =
                IntStream.range(0, 30).mapToObj(i -> "/w" + i + "/*").toList();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> adding = new ArrayList<>();
            paths.forEach(path -> adding.add(() -> queue.add(id, "of " + path, List.of(path), "user@example.com")));
            for (Future<Object> added : workers.invokeAll(adding)) {
                added.get();
            }
            while (!queue.isIdle(id)) {
                List<Callable<Duration>> draining = new ArrayList<>();
                IntStream.range(0, 4)
                        .forEach(i -> draining.add(() -> new DrainInvalidations(STAGE.environment()).advance(id)));
                for (Future<Duration> drained : workers.invokeAll(draining)) {
                    drained.get();
                }
                TWIN.clock().advance(Duration.ofMinutes(2));
            }
        } finally {
            workers.shutdownNow();
        }

        assertThat(STAGE.invalidated(distribution).stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(paths);
        assertThat(STAGE.actions(id)).filteredOn("INVALIDATION"::equals).hasSize(2);
    }

    @Test
    void pathsThatNoItemCouldHoldAreQueuedInParts() {
        List<String> paths = IntStream.range(0, 250)
                .mapToObj(i -> "/" + i + "/" + "x".repeat(3_900))
                .toList();

        queue.add(id, "huge", paths, "user@example.com");

        assertThat(found("huge").paths()).isEqualTo(paths);
        assertThat(queue.waiting(id)).singleElement().satisfies(waiting -> assertThat(waiting.paths())
                .isEqualTo(paths));
        STAGE.drain(id);
        assertThat(STAGE.invalidated(distribution).stream().flatMap(List::stream))
                .containsExactlyElementsOf(paths);
        assertThat(found("huge").remaining()).isZero();
    }

    @Test
    void theSameRequestIsQueuedOnceAndAnotherOfItsReferenceIsRefused() {
        assertThat(add("one", "/a").first()).isTrue();
        assertThat(add("one", "/a").first()).isFalse();

        assertThatThrownBy(() -> add("one", "/b"))
                .isInstanceOfSatisfying(OperationException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(ErrorKind.CONFLICT));
        assertThat(queue.waiting(id)).hasSize(1);
    }

    @Test
    void waitsWhileCloudFrontCannotBeAskedAndLosesNothing() {
        add("one", "/a");
        TWIN.faults().on("cloudfront", "*").fail(503, "ServiceUnavailable");

        assertThat(drain.advance(id)).isPositive();

        TWIN.faults().clear();
        STAGE.drain(id);
        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a"));
    }

    @Test
    void whatCloudFrontRefusesForGoodIsGivenUpAndSaysWhy() {
        add("one", "/a");
        TWIN.faults().on("cloudfront", "CreateInvalidation").call(1).fail(400, "InvalidArgument");

        STAGE.drain(id);
        add("two", "/b");
        STAGE.drain(id);

        assertThat(found("one").status()).contains("Failed");
        assertThat(found("one").error()).isPresent();
        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/b"));
    }

    @Test
    void theQueueOfADistributionThatIsGoneEnds() {
        queue.add("dist-gone", "one", List.of("/a"), "user@example.com");

        assertThat(drain.advance("dist-gone")).isZero();

        assertThat(queue.find("dist-gone", InvalidationQueue.idOf("dist-gone", "one"))
                        .orElseThrow()
                        .error())
                .contains("The distribution is gone.");
    }

    @Test
    void theInvalidationIsUnderWayThoughTheHistoryCannotBeWritten() {
        add("one", "/a");
        TWIN.faults().on("dynamodb", "PutItem").fail(500, "InternalServerError");

        STAGE.drain(id);

        assertThat(STAGE.invalidated(distribution)).containsExactly(List.of("/a"));
        assertThat(found("one").remaining()).isZero();
    }

    private InvalidationQueue.Added add(String reference, String... paths) {
        return queue.add(id, reference, List.of(paths), "user@example.com");
    }

    private QueuedInvalidation found(String reference) {
        return queue.find(id, InvalidationQueue.idOf(id, reference)).orElseThrow();
    }
}
