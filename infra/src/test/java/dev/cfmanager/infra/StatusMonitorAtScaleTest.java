// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.testing.GatewayAnswer;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.checkstatus.CheckStatusHandler;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveDistribution;
import dev.cfmanager.distributions.findpending.FindPendingHandler;
import dev.cfmanager.distributions.get.GetDistributionHandler;
import dev.cfmanager.distributions.invalidate.InvalidateDistributionHandler;
import dev.cfmanager.distributions.status.GetDistributionStatusHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** Hundreds of distributions under the real state machine and the real functions, on virtual time. */
class StatusMonitorAtScaleTest {
    private static final int MANY = 500;
    private static final int MOST_EVENTS = 25_000;
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);
    private final SfnClient stepFunctions = stage.test().aws().stepFunctions();
    private final List<Distribution> pending = new ArrayList<>();
    private String machine = "";

    @BeforeEach
    void begin() {
        String function = "arn:aws:lambda:us-east-1:" + Kernel.ACCOUNT + ":function:check-status:live";
        machine = stepFunctions
                .createStateMachine(create -> create.name("status-monitor")
                        .roleArn("arn:aws:iam::" + Kernel.ACCOUNT + ":role/status-monitor")
                        .definition(Repository.text("infra/status-monitor.asl.json")
                                .replace("${CheckStatusFunctionArn}", function)))
                .stateMachineArn();
        stage.test().with(EnvironmentVariable.STATUS_MONITOR_STATE_MACHINE_ARN, machine);
        RequestStreamHandler checkStatus = new CheckStatusHandler(stage.environment());
        twin.lambda().serve("check-status", invocation -> run(checkStatus, invocation.payload()));
        Distribution first = stage.created("distribution 0");
        pending.add(first);
        for (int i = 1; i < MANY; i++) {
            pending.add(deploying(first, i));
        }
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void allConvergeThoughCloudFrontThrottlesAndPeopleAreServedMeanwhile() {
        twin.faults().on("cloudfront", "*").throttle(2);
        twin.calls().reset();
        RequestStreamHandler findPending = new FindPendingHandler(stage.environment());
        List<GatewayCall> requests = List.of(
                GatewayCall.of("GET", "/distributions/{id}"),
                GatewayCall.of("GET", "/distributions/{id}/status"),
                GatewayCall.of("POST", "/distributions/{id}/invalidate").body("{\"paths\":[\"/index.html\"]}"));
        List<RequestStreamHandler> handlers = List.of(
                new GetDistributionHandler(stage.environment()),
                new GetDistributionStatusHandler(stage.environment()),
                new InvalidateDistributionHandler(stage.environment()));

        int seconds = 0;
        int served = 0;
        while (seconds % 60 != 0 || isAnyPending()) {
            assertThat(seconds).as("seconds").isLessThan((int) PATIENCE.toSeconds());
            if (seconds % 300 == 0) {
                run(findPending, "{}".getBytes(StandardCharsets.UTF_8));
            }
            Distribution somebodys = pending.get(seconds * 7 % MANY);
            GatewayCall request = requests.get(seconds / 15 % 3).path("id", somebodys.id());
            GatewayAnswer answer = request.to(handlers.get(seconds / 15 % 3));
            assertThat(answer.status()).as("at second %d", seconds).isIn(200, 201); // not 202, not 429
            assertThat(answer.data().has("note")).as("CloudFront was asked").isFalse();
            served++;
            twin.clock().advance(Duration.ofSeconds(15));
            seconds += 15;
        }

        assertThat(served).isGreaterThan(40);
        assertThat(twin.calls().where(call -> call.operation().equals("Scan"))).isEmpty();
        assertThat(pending).allSatisfy(distribution -> assertThat(stage.actions(distribution.id()))
                .filteredOn("STATUS_CHANGED"::equals)
                .hasSize(1));
        List<ExecutionListItem> executions =
                stepFunctions
                        .listExecutionsPaginator(
                                list -> list.stateMachineArn(machine).maxResults(1000))
                        .executions()
                        .stream()
                        .toList();
        assertThat(executions).hasSizeGreaterThanOrEqualTo(MANY);
        assertThat(executions.stream().mapToLong(this::events).max().orElseThrow())
                .isLessThan(MOST_EVENTS / 50);
    }

    private boolean isAnyPending() {
        return !stage.distributions()
                .findByStatus(DistributionStatus.IN_PROGRESS)
                .isEmpty();
    }

    private long events(ExecutionListItem execution) {
        return stepFunctions
                .getExecutionHistoryPaginator(request -> request.executionArn(execution.executionArn()))
                .events()
                .stream()
                .count();
    }

    /** A distribution like the first one, as the steps of its creation leave it, without the requests in between. */
    private Distribution deploying(Distribution first, int number) {
        ObjectNode config = first.config().put("CallerReference", "distribution " + number);
        LiveDistribution live = new CloudFrontDistributions(stage.environment()).createOrFind(config, Map.of());
        Distribution distribution = first.toBuilder()
                .id(String.format("dist-%08x", number))
                .name("distribution " + number)
                .config(config)
                .cloudfrontId(live.id())
                .domainName(live.domainName())
                .build();
        stage.distributions().create(distribution);
        return distribution;
    }

    private static byte[] run(RequestStreamHandler handler, byte[] event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), out, PrimingContext.INSTANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
