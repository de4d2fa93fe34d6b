// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.delete;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.CrashSweep;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.reconcile.MultiOriginStage;
import dev.cfmanager.lambdaedge.DynamoEdgeFunctionRepository;
import dev.cfmanager.lambdaedge.EdgeFunctionStatus;
import dev.cfmanager.lambdaedge.EdgeFunctionSweep;
import dev.cfmanager.origins.DynamoOriginRepository;
import dev.cfmanager.origins.Origin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultiOriginDeletionTest {
    private final MultiOriginStage stage = new MultiOriginStage();
    private int names;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void theFunctionOutlivesItsDistributionUntilTheEdgeHasLetItGo() {
        Distribution made = made("World");

        delete(made.id());
        stage.settle(made.id());

        assertThat(stage.stage().distributions().find(made.id())).isEmpty();
        assertThat(stage.atCloudFront()).isEmpty();
        assertThat(stage.identities()).isEmpty();
        assertThat(stage.functions()).hasSize(1);
        String functionId = made.lambdaEdgeFunctionId().orElseThrow();
        DynamoEdgeFunctionRepository functions =
                new DynamoEdgeFunctionRepository(stage.stage().environment());
        assertThat(functions.find(functionId).orElseThrow().status()).isEqualTo(EdgeFunctionStatus.PENDING_DELETION);

        letTheEdgeForget();

        assertThat(stage.functions()).isEmpty();
        assertThat(functions.find(functionId)).isEmpty();
        assertNobodyReads();
    }

    @Test
    void bucketsAreReadUntilTheDistributionIsGone() { // defect B-14
        Distribution made = made("World");

        GatewayAnswer answer = delete(made.id());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(readers()).hasSize(3);
        stage.settle(made.id());
        assertNobodyReads();
    }

    @Test
    void aDeletionThatDiesAnywhereLeavesNothing() {
        AtomicReference<String> id = new AtomicReference<>("");

        CrashSweep.of(crashing -> deleteAndSettle(id.get()))
                .onOne(stage.twin())
                .given(again -> id.set(made(nextName()).id()))
                .then(survived -> {
                    deleteAndSettle(id.get());
                    letTheEdgeForget();
                    assertNothingIsLeft();
                });
    }

    @Test
    void aCreationThatDiesAnywhereIsDeletedAndLeavesNothing() {
        AtomicReference<String> name = new AtomicReference<>("");

        CrashSweep.of(crashing -> made(name.get()))
                .onOne(stage.twin())
                .given(again -> name.set(nextName()))
                .then(survived -> {
                    stage.stage()
                            .distributions()
                            .findByName(name.get())
                            .forEach(record -> deleteAndSettle(record.id()));
                    letTheEdgeForget();
                    assertNothingIsLeft();
                });
    }

    private String nextName() {
        return "World " + ++names;
    }

    private Distribution made(String name) {
        Distribution begun = stage.create(name);
        stage.settle(begun.id());
        return stage.stage().distributions().require(begun.id());
    }

    private GatewayAnswer delete(String id) {
        return GatewayCall.of("DELETE", "/distributions/{id}")
                .path("id", id)
                .to(new DeleteDistributionHandler(stage.stage().environment()));
    }

    private void deleteAndSettle(String id) {
        delete(id);
        stage.settle(id);
    }

    private void letTheEdgeForget() {
        stage.twin().clock().advance(Duration.ofHours(3));
        new EdgeFunctionSweep(stage.stage().environment()).run();
        stage.twin().clock().advance(Duration.ofMinutes(1));
        new EdgeFunctionSweep(stage.stage().environment()).run();
    }

    private void assertNothingIsLeft() {
        assertThat(stage.atCloudFront()).isEmpty();
        assertThat(stage.identities()).isEmpty();
        assertThat(stage.functions()).isEmpty();
        assertNobodyReads();
    }

    private void assertNobodyReads() {
        assertThat(readers()).isEmpty();
        assertThat(stage.stage().policy("media-virginia", "us-east-1")).isEmpty();
        assertThat(stage.stage().policy("media.tokyo", "ap-northeast-1")).isEmpty();
        assertThat(stage.stage().policy("media-frankfurt", "eu-central-1")).isEmpty();
    }

    private List<String> readers() {
        DynamoOriginRepository origins =
                new DynamoOriginRepository(stage.stage().environment());
        return origins.findAll(List.of("origin-0000000a", "origin-0000000b", "origin-0000000c")).stream()
                .map(Origin::usingArns)
                .flatMap(arns -> arns.stream())
                .toList();
    }
}
