// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.checkstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionsStage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckStatusHandlerTest {
    private final Twin twin = Twin.start();
    private final DistributionsStage stage = new DistributionsStage(twin);

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void saysHowLongToWaitUntilItIsDeployed() throws IOException {
        Distribution created = stage.created("shop");
        twin.clock().advance(Duration.ofMinutes(1));

        JsonNode waiting = check("{\"distributionId\":\"" + created.id() + "\",\"action\":\"monitor_deployment\"}");
        twin.clock().advance(Duration.ofMinutes(4));
        JsonNode done = check("{\"distributionId\":\"" + created.id() + "\"}");

        assertThat(waiting.path("outcome").asText()).isEqualTo("Again");
        assertThat(waiting.path("status").asText()).isEqualTo("InProgress");
        assertThat(waiting.path("waitSeconds").asInt()).isBetween(15, 30);
        assertThat(done.toString())
                .isEqualTo("{\"distributionId\":\"" + created.id()
                        + "\",\"status\":\"Deployed\",\"outcome\":\"Settled\",\"waitSeconds\":0}");
    }

    @Test
    void endsQuietlyWhenTheRecordIsGone() throws IOException {
        JsonNode gone = check("{\"distributionId\":\"dist-none\"}");

        assertThat(gone.path("outcome").asText()).isEqualTo("Settled");
        assertThat(gone.path("status").asText()).isEqualTo("Deleted");
    }

    @Test
    void needsAnId() {
        assertThatThrownBy(() -> check("{}"))
                .isInstanceOf(OperationException.class)
                .hasMessage("distributionId: is required");
    }

    private JsonNode check(String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CheckStatusHandler(stage.environment())
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, PrimingContext.INSTANCE);
        return Json.parseOwn(out.toString(StandardCharsets.UTF_8));
    }
}
