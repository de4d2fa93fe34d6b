// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.reconcile.MultiOriginStage;
import dev.cfmanager.origins.DynamoOriginRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process dies before and after every AWS call of an update; then others go on, and the client asks again. */
class UpdateCrashTest {
    private static final List<String> ORIGINS = List.of("origin-0000000a", "origin-0000000b");

    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);
    private int runs;

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void anUpdateThatDiesAnywhereIsAppliedOrNeverWasAndEndsAsIfNothingHadHappened() {
        Distribution made = made();

        int crashes = CrashSweep.of(crashing -> {
                    update(stage, made.id(), change());
                    stage.settle(made.id());
                })
                .onOne(twin)
                .given(again -> runs++)
                .then(survived -> {
                    othersGoOn(made.id());
                    assertThat(update(stage, made.id(), change()).status()).isEqualTo(200);
                    stage.settle(made.id());
                    assertChanged(made.id());
                });

        assertThat(crashes).isGreaterThan(40);
    }

    @Test
    void anUpdateThatIsRefusedAndDiesAnywhereLeavesEverythingAsItWas() {
        Distribution made = made();
        runs = 1;
        twin.faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidArgument");

        CrashSweep.of(crashing -> {
                    update(stage, made.id(), change());
                    stage.settle(made.id());
                })
                .onOne(twin)
                .given(again -> {
                    twin.faults().clear();
                    twin.faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidArgument");
                })
                .then(survived -> {
                    twin.faults().on("cloudfront", "UpdateDistribution").fail(400, "InvalidArgument");
                    othersGoOn(made.id());
                    assertThat(update(stage, made.id(), change()).status()).isEqualTo(400);
                    stage.settle(made.id());
                    assertUnchanged(made.id());
                });
    }

    @Test
    void anUpdateOfSeveralOriginsThatDiesAnywhereKeepsTheEdgeFunction() {
        try (MultiOriginStage stage = new MultiOriginStage()) {
            Distribution made = stage.create("World");
            stage.settle(made.id());

            CrashSweep.of(crashing -> {
                        update(stage.stage(), made.id(), multi("run " + runs));
                        stage.settle(made.id());
                    })
                    .onOne(stage.twin())
                    .given(again -> runs++)
                    .then(survived -> {
                        assertThat(update(stage.stage(), made.id(), multi("run " + runs))
                                        .status())
                                .isEqualTo(200);
                        stage.settle(made.id());
                        assertServesThreeOrigins(stage, made.id(), "run " + runs);
                    });

            assertThat(stage.functions()).hasSize(1);
            assertThat(stage.identities()).hasSize(1);
        }
    }

    @Test
    void theOriginsOfSeveralAreLeftToTheEdgeFunction() {
        try (MultiOriginStage stage = new MultiOriginStage()) {
            Distribution made = stage.create("World");
            stage.settle(made.id());

            GatewayAnswer answer = update(
                    stage.stage(),
                    made.id(),
                    "{'config':{'Origins':{'Items':[{'Id':'x','DomainName':'x.example.com'}]},"
                            + "'DefaultCacheBehavior':{'TargetOriginId':'x','LambdaFunctionAssociations':{'Quantity':0}}}}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message())
                    .contains(
                            "/config/Origins",
                            "/config/DefaultCacheBehavior/TargetOriginId",
                            "/config/DefaultCacheBehavior/LambdaFunctionAssociations");
        }
    }

    private Distribution made() {
        stage.origin(ORIGINS.get(0), "first.bucket", "eu-central-1");
        stage.origin(ORIGINS.get(1), "second.bucket", "ap-northeast-1");
        return stage.settled(
                stage.created(SampleDistributions.request("shop", ORIGINS.get(0), "first.bucket.s3.amazonaws.com")));
    }

    /** Everything at once, and from one origin to the other with each run. */
    private String change() {
        String origin = ORIGINS.get(runs % 2);
        return ("{'name':'shop %1$d','description':'run %1$d','tags':{'run':'%1$d'},"
                        + "'config':{'Comment':'run %1$d','DefaultCacheBehavior':{'TargetOriginId':'%2$s'},"
                        + "'Origins':{'Items':[{'Id':'%2$s','DomainName':'%2$s'}]}}}")
                .formatted(runs, origin);
    }

    /** What find-pending does: whatever is pending is advanced, and nothing else is. */
    private void othersGoOn(String id) {
        boolean pending = DistributionStatus.PENDING.contains(
                stage.distributions().require(id).status());
        if (pending) {
            stage.settle(id);
        }
        Distribution now = stage.distributions().require(id);
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(now.pendingUpdate()).isEmpty();
        assertThat(now.originIds()).hasSize(1).isEqualTo(now.grantedOriginIds());
    }

    private void assertChanged(String id) {
        String text = "run " + runs;
        Distribution now = stage.distributions().require(id);
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(now.name()).isEqualTo("shop " + runs);
        assertThat(now.description()).contains(text);
        assertThat(now.tags()).isEqualTo(Map.of("run", String.valueOf(runs)));
        assertThat(now.busyUntil()).isEmpty();
        assertThat(now.originIds()).containsExactly(ORIGINS.get(runs % 2));
        assertThat(stage.live(now).comment()).isEqualTo(text);
        assertThat(stage.live(now).origins().items()).hasSize(1);
        assertOneReader(now, runs % 2);
        assertThat(now.configVersion()).as("each applied once").isEqualTo(1 + runs);
        assertThat(new History(stage.environment())
                        .config(id, now.configVersion())
                        .orElseThrow()
                        .path("Comment")
                        .asText())
                .isEqualTo(text);
        assertThat(stage.actions(id)).doesNotContain("UPDATE_FAILED");
        assertThat(stage.atCloudFront()).hasSize(1);
    }

    private void assertUnchanged(String id) {
        Distribution now = stage.distributions().require(id);
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(now.name()).isEqualTo("shop");
        assertThat(now.tags()).isEmpty();
        assertThat(now.pendingUpdate()).isEmpty();
        assertThat(now.originIds()).containsExactly(ORIGINS.get(0)).isEqualTo(now.grantedOriginIds());
        assertThat(stage.live(now).comment()).isEqualTo("shop");
        assertOneReader(now, 0);
        assertThat(stage.actions(id)).contains("UPDATE_FAILED").doesNotContain("UPDATE_COMPLETED");
    }

    private void assertOneReader(Distribution distribution, int origin) {
        String arn = distribution.arn().orElseThrow();
        for (int i = 0; i < ORIGINS.size(); i++) {
            assertThat(new DynamoOriginRepository(stage.environment())
                            .find(ORIGINS.get(i))
                            .orElseThrow()
                            .usingArns())
                    .hasSize(i == origin ? 1 : 0);
        }
        Optional<String> first = stage.policy("first.bucket", "eu-central-1");
        Optional<String> second = stage.policy("second.bucket", "ap-northeast-1");
        assertThat(origin == 0 ? first : second)
                .hasValueSatisfying(policy -> assertThat(policy).contains(arn));
        assertThat(origin == 0 ? second : first).isEmpty();
    }

    private static void assertServesThreeOrigins(MultiOriginStage stage, String id, String comment) {
        Distribution now = stage.stage().distributions().require(id);
        assertThat(now.status()).isEqualTo(DistributionStatus.DEPLOYED);
        assertThat(now.pendingUpdate()).isEmpty();
        assertThat(now.originIds()).hasSize(3).isEqualTo(now.grantedOriginIds());
        var live = stage.stage().live(now);
        assertThat(live.comment()).isEqualTo(comment);
        assertThat(live.origins().items()).hasSize(3);
        assertThat(live.defaultCacheBehavior().lambdaFunctionAssociations().items())
                .hasSize(1);
    }

    private static String multi(String comment) {
        return "{'config':{'Comment':'" + comment + "'}}";
    }

    private static GatewayAnswer update(DistributionsStage stage, String id, String body) {
        return GatewayCall.of("PUT", "/distributions/{id}")
                .path("id", id)
                .body(body.replace('\'', '"'))
                .to(new UpdateDistributionHandler(stage.environment()));
    }
}
