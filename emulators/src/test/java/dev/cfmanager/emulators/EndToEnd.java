// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.SkipReasons;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way of an origin and a distribution from creation to deletion, on whatever answers at an endpoint. */
@ExtendWith(SkipReasons.class)
interface EndToEnd {
    /** Where the emulator answers; skips the test where there is none. */
    URI endpoint();

    @Test
    default void managesAnOriginAndADistributionFromCreationToDeletion() {
        try (EmulatedStack stack = new EmulatedStack(endpoint())) {
            String bucket = "emulated-" + Long.toString(System.nanoTime(), 36);
            ObjectNode origin = stack.call(
                    "POST",
                    "/origins",
                    Map.of(),
                    "{\"name\":\"photos\",\"bucketName\":\"" + bucket + "\",\"region\":\"us-east-1\"}");
            assertThat(origin.path("status").asInt()).as(origin.toString()).isEqualTo(201);
            assertThat(stack.aws().s3("us-east-1").listBuckets().buckets())
                    .anyMatch(made -> made.name().equals(bucket));

            ObjectNode created = stack.call(
                    "POST",
                    "/distributions",
                    Map.of(),
                    "{\"name\":\"emulated.example.com\",\"originDomain\":\"origin.example.com\"}");
            assertThat(created.path("status").asInt()).as(created.toString()).isEqualTo(201);
            String id = created.path("data").path("distribution").path("id").asText();
            ObjectNode input = Json.object().put("distributionId", id);
            stack.pass(Duration.ofMinutes(20));
            assertThat(stack.task("CheckStatusFunction", input).path("outcome").asText())
                    .isEqualTo("Settled");
            assertThat(stack.call("GET", "/distributions/{id}", Map.of("id", id), "")
                            .path("data")
                            .path("distribution")
                            .path("status")
                            .asText())
                    .isEqualTo("Deployed");

            assertThat(stack.call("DELETE", "/distributions/{id}", Map.of("id", id), "")
                            .path("status")
                            .asInt())
                    .isBetween(200, 202);
            JsonNode last = Json.object();
            for (int round = 0; round < 10 && !last.path("outcome").asText().equals("Settled"); round++) {
                stack.pass(Duration.ofMinutes(20));
                last = stack.task("CheckStatusFunction", input);
            }
            assertThat(last.path("status").asText()).isEqualTo("Deleted");
            assertThat(stack.call("GET", "/distributions/{id}", Map.of("id", id), "")
                            .path("status")
                            .asInt())
                    .isEqualTo(404);
        }
    }
}
