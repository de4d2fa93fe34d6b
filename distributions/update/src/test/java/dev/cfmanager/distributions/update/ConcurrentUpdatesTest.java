// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.GatewayCall;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.Origin;

class ConcurrentUpdatesTest {
    private static final int ORIGINS = 17;
    private static final int UPDATES = 50;

    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);
    private final Semaphore turns = new Semaphore(0);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void fiftyUpdatesOfFiftyFieldsAtOnceAreAllThereAfterwards() throws Exception { // defects B-9, M-6
        ObjectNode body = SampleDistributions.request("shop", "o0", "o0.example.com");
        ArrayNode origins = (ArrayNode) body.at("/config/Origins/Items");
        for (int i = 1; i < ORIGINS; i++) {
            origins.addObject().put("Id", "o" + i).put("DomainName", "o" + i + ".example.com");
        }
        Distribution made = stage.settled(stage.created(body));
        List<Future<Integer>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(UPDATES);
        try {
            UpdateDistributionHandler handler = new UpdateDistributionHandler(withoutTime());
            for (int i = 0; i < UPDATES; i++) {
                GatewayCall call = GatewayCall.of("PUT", "/distributions/{id}")
                        .path("id", made.id())
                        .body(change(i))
                        .within(Duration.ofMinutes(5));
                answers.add(threads.submit(() -> {
                    int status = call.to(handler).status();
                    turns.release();
                    return status;
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        List<Origin> live = stage.live(made).origins().items();
        for (int i = 0; i < UPDATES; i++) {
            Origin origin = live.get(i % ORIGINS);
            assertThat(List.of(
                                    String.valueOf(origin.connectionAttempts()),
                                    String.valueOf(origin.connectionTimeout()),
                                    origin.originPath())
                            .get(i / ORIGINS))
                    .as("field %d", i)
                    .isEqualTo(value(i));
        }
        assertThat(stage.distributions().require(made.id()).configVersion()).isEqualTo(1 + UPDATES);
        assertThat(stage.actions(made.id()).stream().filter("UPDATE_COMPLETED"::equals))
                .hasSize(UPDATES);
    }

    /** Each update changes one of three fields of one origin. */
    private static String change(int i) {
        ObjectNode body = Json.object();
        ArrayNode items = body.putObject("config").putObject("Origins").putArray("Items");
        for (int origin = 0; origin < ORIGINS; origin++) {
            items.addObject().put("Id", "o" + origin);
        }
        ObjectNode item = (ObjectNode) items.get(i % ORIGINS);
        switch (i / ORIGINS) {
            case 0 -> item.put("ConnectionAttempts", Integer.parseInt(value(i)));
            case 1 -> item.put("ConnectionTimeout", Integer.parseInt(value(i)));
            default -> item.put("OriginPath", value(i));
        }
        return Json.write(body);
    }

    private static String value(int i) {
        return switch (i / ORIGINS) {
            case 0 -> "2";
            case 1 -> "7";
            default -> "/path-" + i;
        };
    }

    /** Waits end when another request does, and take no virtual time: a worker has only so much before it counts as dead. */
    private ExecutionEnvironment withoutTime() {
        ExecutionEnvironment environment = stage.environment();
        return new ExecutionEnvironment(
                environment.env(),
                environment.aws(),
                environment.clock(),
                environment.ids(),
                environment.log(),
                span -> turns.acquireUninterruptibly());
    }
}
