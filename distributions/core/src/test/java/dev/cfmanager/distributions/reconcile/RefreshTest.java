// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.reconcile.Refresh.Refreshed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefreshTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void showsTheStatusAsCloudFrontHasItAndWritesItDown() {
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));

        Refreshed refreshed = refresh(created.id());

        assertThat(refreshed.distribution().status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(refreshed.distribution().updatedAt()).isEqualTo(twin.clock().instant());
        assertThat(refreshed.enabled()).isTrue();
        assertThat(refreshed.note()).isEmpty();
        assertThat(stage.distributions().require(created.id())).isEqualTo(refreshed.distribution());
    }

    @Test
    void answersFromTheRecordWhenCloudFrontCannotBeAsked() { // defect V-16
        Distribution created = stage.created("shop");
        twin.faults().on("cloudfront", "GetDistribution").fail(503, "ServiceUnavailable");

        Refreshed refreshed = refresh(created.id());

        assertThat(refreshed.distribution()).isEqualTo(created);
        assertThat(refreshed.note()).isPresent();
    }

    @Test
    void asksCloudFrontNothingAboutARecordWithoutADistribution() { // defect O-10
        stage.distributions()
                .create(Distribution.builder()
                        .id("dist-1")
                        .name("half")
                        .status(DistributionStatus.FAILED)
                        .build());

        assertThat(refresh("dist-1").distribution().status()).isEqualTo(DistributionStatus.FAILED);
        assertThat(twin.calls().where(call -> call.service().equals("cloudfront")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLING", "DELETING", "FAILED"})
    void neverOverwritesAStatusThatIsOurs(DistributionStatus status) {
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(5));
        stage.distributions().update(created, created.toBuilder().status(status).build());

        assertThat(refresh(created.id()).distribution().status()).isEqualTo(status);
        assertThat(stage.actions(created.id())).doesNotContain("STATUS_CHANGED");
    }

    @Test
    void doesNotCallADistributionDeployedThatItsBucketDoesNotLetRead() { // defect B-4
        stage.origin("origin-1a2b3c4d", "my.bucket", "eu-central-1");
        twin.faults().on("s3", "PutBucketPolicy").fail(503, "SlowDown");
        Distribution created = stage.created(SampleDistributions.request("shop", "o", "origin-1a2b3c4d"));
        twin.clock().advance(Duration.ofMinutes(5));

        assertThat(refresh(created.id()).distribution().status()).isEqualTo(DistributionStatus.IN_PROGRESS);
    }

    @Test
    void saysNotFoundForAnUnknownId() {
        assertThatThrownBy(() -> refresh("dist-none")).isInstanceOf(OperationException.class);
    }

    private Refreshed refresh(String id) {
        return new Refresh(stage.environment()).run(id);
    }
}
