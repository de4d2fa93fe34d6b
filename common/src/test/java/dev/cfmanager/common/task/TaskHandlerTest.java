// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.api.PrimingContext;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.Correlation;
import dev.cfmanager.common.testing.TestEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskHandlerTest {
    private Twin twin;
    private TestEnvironment test;

    @BeforeEach
    void start() {
        twin = Twin.start();
        test = TestEnvironment.on(twin);
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void passesJsonInAndOut() throws Exception {
        assertThat(run("{\"a\":1}", input -> input.put("b", 2))).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(test.logLines()).hasSize(1);
    }

    @Test
    void namesTheRequestThatItsWorkFollowsFrom() throws Exception {
        AtomicReference<Optional<String>> seen = new AtomicReference<>(Optional.empty());

        run("{\"correlationId\":\"request-7\"}", input -> {
            seen.set(Correlation.current());
            return input;
        });
        run("{}", input -> input);

        assertThat(seen.get()).contains("request-7");
        assertThat(Correlation.current()).isEmpty();
        assertThat(Json.parseOwn(test.logLines().get(0)).path("correlationId").asText())
                .isEqualTo("request-7");
        assertThat(Json.parseOwn(test.logLines().get(1)).path("correlationId").asText())
                .as("its own, when nobody handed one on")
                .isEqualTo(PrimingContext.INSTANCE.getAwsRequestId());
    }

    @Test
    void throwsTransientFailuresUnderOneNameThatAStateMachineCanRetry() {
        assertThatThrownBy(() -> run("{}", input -> {
                    throw new OperationException(ErrorKind.UPSTREAM_ERROR, "later");
                }))
                .isInstanceOf(TransientTaskException.class);
        assertThatThrownBy(() -> run("{}", input -> {
                    throw OperationException.notFound("Distribution", "dist-1");
                }))
                .isInstanceOf(OperationException.class);
    }

    private String run(String input, UnaryOperator<ObjectNode> work) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Handler(test.environment(), work)
                .handleRequest(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, PrimingContext.INSTANCE);
        return Json.write(Json.parseOwn(out.toString(StandardCharsets.UTF_8)));
    }

    private static final class Handler extends TaskHandler {
        private final UnaryOperator<ObjectNode> work;

        Handler(ExecutionEnvironment environment, UnaryOperator<ObjectNode> work) {
            super(environment);
            this.work = work;
        }

        @Override
        protected ObjectNode run(ObjectNode input) {
            return work.apply(input);
        }
    }
}
