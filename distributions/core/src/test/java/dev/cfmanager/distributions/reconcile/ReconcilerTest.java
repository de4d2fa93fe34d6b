// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void settlesQuietlyWhenTheRecordIsGone() {
        Advance advance = advance("dist-none");

        assertThat(advance.outcome().word()).isEqualTo("Settled");
        assertThat(advance.status()).isEqualTo("Deleted");
    }

    @Test
    void movesTheStatusOnceHoweverManyLook() throws ExecutionException, InterruptedException { // defect M-1
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));
        ExecutorService workers = Executors.newFixedThreadPool(8);

        List<Future<?>> looks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean person = i % 2 == 0;
            looks.add(workers.submit(() -> {
                if (person) {
                    new Refresh(stage.environment()).run(created.id());
                } else {
                    advance(created.id());
                }
            }));
        }
        for (Future<?> look : looks) {
            look.get();
        }
        workers.shutdown();

        assertThat(stage.actions(created.id()))
                .containsExactly("CREATE_INITIATED", "CREATE_COMPLETED", "STATUS_CHANGED");
        assertThat(stage.distributions().require(created.id()).status()).isEqualTo(DistributionStatus.DEPLOYED);
    }

    @ParameterizedTest
    @CsvSource({"503, ServiceUnavailable", "400, Throttling"})
    void waitsWhenCloudFrontCannotAnswer(int status, String code) { // defects M-3, M-4
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));
        twin.faults().on("cloudfront", "GetDistribution").fail(status, code);

        Advance advance = advance(created.id());

        assertThat(advance.outcome().word()).isEqualTo("Again");
        assertThat(advance.outcome().after()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(7));
        assertThat(stage.distributions().require(created.id())).isEqualTo(created);
        twin.faults().clear();
        assertThat(advance(created.id()).status()).isEqualTo("Deployed");
    }

    @Test
    void failsOnlyWhenCloudFrontSaysThatThereIsNoSuchDistribution() { // defects M-3, V-16
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));
        twin.faults().on("cloudfront", "GetDistribution").fail(404, "NoSuchDistribution");

        Advance advance = advance(created.id());

        assertThat(advance.outcome().word()).isEqualTo("Failed");
        Distribution failed = stage.distributions().require(created.id());
        assertThat(failed.status()).isEqualTo(DistributionStatus.FAILED);
        assertThat(failed.errorMessage().orElseThrow())
                .contains(created.cloudfrontId().orElseThrow());
        assertThat(advance(created.id()).outcome().word()).isEqualTo("Failed");
        assertThat(stage.actions(created.id())).containsOnlyOnce("STATUS_CHANGED");
    }

    @Test
    void waitsLongerTheLongerItTakesAndNeverLongerThanSevenMinutes() {
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofSeconds(11));
        Duration first = advance(created.id()).outcome().after();
        twin.clock().advance(Duration.ofMinutes(4));
        Duration later = advance(created.id()).outcome().after();

        assertThat(first).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(21));
        assertThat(later).isGreaterThan(first).isLessThan(Duration.ofMinutes(7));
    }

    @Test
    void writesDownWhatOnlyPeopleCanMendAndLooksAgainLater() {
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        twin.faults().on("s3", "PutBucketPolicy").fail(403, "AccessDenied");
        Distribution created = stage.created(SampleDistributions.request("shop", "o", "origin-1a2b3c4d"));

        assertThat(created.errorMessage().orElseThrow()).contains("role was refused");
        assertThat(advance(created.id()).outcome().after()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));

        twin.faults().clear();
        twin.clock().advance(Duration.ofMinutes(5));
        advance(created.id());
        twin.clock().advance(Duration.ofMinutes(5));
        assertThat(advance(created.id()).status()).isEqualTo("Deployed");
        assertThat(stage.distributions().require(created.id()).errorMessage()).isEmpty();
    }

    private Advance advance(String id) {
        return new Reconciler(stage.environment()).advance(id);
    }
}
