// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.origins.Origin;
import dev.cfmanager.origins.OriginState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Whatever fails, dies or happens at the same time: an origin is used and whole, or unused and going. */
@TestInstance(Lifecycle.PER_CLASS) // one account for all: every run has an origin of its own
class DeleteOriginCrashTest {
    private static final Duration OVER = Duration.ofMinutes(2);

    private Twin twin;
    private DeletionStage stage;
    private int made;

    @BeforeAll
    void open() {
        twin = Twin.start();
        stage = DeletionStage.on(twin);
    }

    @AfterAll
    void close() {
        twin.close();
    }

    @Test
    void isFinishedByTheSameRequestAfterDyingAnywhere() {
        AtomicReference<Origin> origin = new AtomicReference<>();

        int crashes = CrashSweep.of(crashing -> stage.delete(origin.get()))
                .onOne(twin)
                .given(again -> origin.set(stage.filled(nextId())))
                .then(survived -> {
                    twin.clock().advance(OVER);
                    assertThat(stage.delete(origin.get()).status()).isIn(200, 404);
                    stage.assertGone(origin.get());
                });

        assertThat(crashes).isGreaterThanOrEqualTo(30);
    }

    @Test
    void isWholeOrGoingAndFinishedByTheNextRequestWhicheverCallIsRefused() {
        long calls = callsOfADeletion();
        int whole = 0;
        for (long k = 1; k <= calls; k++) {
            Origin origin = stage.filled(nextId());
            twin.faults().on("*", "*").call(k).fail(403, "AccessDenied");
            String line = twin.faults().toString();

            GatewayAnswer answer = stage.delete(origin);

            twin.faults().clear();
            if (answer.status() != 200) {
                assertThat(answer.status()).as(line).isEqualTo(500);
                if (stage.stored(origin).state() == OriginState.ACTIVE) {
                    whole++;
                    stage.assertUntouched(origin);
                } else {
                    assertThat(stage.stored(origin).errorMessage()).as(line).isPresent();
                }
                assertThat(stage.delete(origin).status()).as(line).isEqualTo(200);
            }
            stage.assertGone(origin);
        }
        assertThat(whole).isGreaterThanOrEqualTo(5);
    }

    /** Defect B-10. */
    @Test
    void neverTakesTheOriginOfADistributionThatIsCreatedAtAnyMomentOfTheDeletion() {
        long calls = callsOfADeletion();
        List<Boolean> served = new ArrayList<>();
        for (long k = 1; k <= calls; k++) {
            Origin origin = stage.filled(nextId());
            AtomicReference<Optional<Distribution>> created = new AtomicReference<>(Optional.empty());
            twin.faults().on("*", "*").call(k).afterEffect().answer(answer -> {
                created.set(elsewhere(() -> create(origin)));
                return answer;
            });

            GatewayAnswer answer = stage.delete(origin);

            twin.faults().clear();
            served.add(servesOrIsRefused(origin, created.get(), answer, "deletion's call " + k));
        }
        assertThat(served).contains(true, false);
    }

    /** Defect B-10. */
    @Test
    void neverTakesTheOriginOfADistributionAtAnyMomentOfItsCreation() {
        Origin first = stage.filled(nextId());
        twin.calls().reset();
        create(first);
        long calls = twin.calls().all().size();
        List<Boolean> served = new ArrayList<>();
        for (long k = 1; k <= calls; k++) {
            Origin origin = stage.filled(nextId());
            AtomicReference<GatewayAnswer> answer = new AtomicReference<>();
            twin.faults().on("*", "*").call(k).afterEffect().answer(same -> {
                answer.set(stage.delete(origin));
                return same;
            });

            Optional<Distribution> created = create(origin);

            twin.faults().clear();
            served.add(servesOrIsRefused(origin, created, answer.get(), "creation's call " + k));
        }
        assertThat(served).contains(true, false);
    }

    /** What a distribution serves is whole; one whose origin is going is refused, and says so. */
    private boolean servesOrIsRefused(
            Origin origin, Optional<Distribution> created, GatewayAnswer answer, String when) {
        boolean wanted = created.map(each -> stage.stage().settle(each.id()))
                .flatMap(advance -> advance.distribution())
                .filter(each -> each.goal() == Goal.DEPLOYED && each.status() != DistributionStatus.FAILED)
                .isPresent();
        if (wanted) {
            assertThat(answer.status()).as(when).isEqualTo(409);
            stage.assertUntouched(origin);
            Distribution serving =
                    stage.stage().distributions().require(created.get().id());
            assertThat(stage.stage().view(serving, "/index.html").status())
                    .as(when)
                    .isEqualTo(200);
        } else if (answer.status() == 200) {
            stage.assertGone(origin);
        }
        return wanted;
    }

    /** As another function does it: what is called here is not called by the deletion. */
    private static <T> T elsewhere(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action).join();
    }

    private Optional<Distribution> create(Origin origin) {
        try {
            return Optional.of(
                    stage.stage().created(SampleDistributions.request("of " + origin.id(), "managed", origin.id())));
        } catch (OperationException refused) {
            return Optional.empty();
        }
    }

    private long callsOfADeletion() {
        Origin origin = stage.filled(nextId());
        twin.calls().reset();
        assertThat(stage.delete(origin).status()).isEqualTo(200);
        return twin.calls().all().size();
    }

    private String nextId() {
        return "origin-%08x".formatted(++made);
    }
}
