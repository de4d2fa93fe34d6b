// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogTest {
    private final List<String> lines = new ArrayList<>();
    private final JsonLog log = new JsonLog(lines::add);

    @Test
    void writesOneLineOfJsonWithTypedFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", 200);
        fields.put("ok", true);
        fields.put("text", "two\nlines");
        log.info("request", fields);

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n");
        JsonNode line = Json.parseOwn(lines.get(0));
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("status").isInt()).isTrue();
        assertThat(line.path("ok").isBoolean()).isTrue();
        assertThat(line.path("text").asText()).isEqualTo("two\nlines");
    }

    @Test
    void tellsAFailureWithItsCause() {
        log.error("request", Map.of("failure", new IllegalStateException("outer", new RuntimeException("inner"))));

        JsonNode failure = Json.parseOwn(lines.get(0)).path("failure");
        assertThat(failure.path("type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.path("cause").path("message").asText()).isEqualTo("inner");
        assertThat(failure.path("frames").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc.def.ghi",
                "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
                "https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef0123",
                "key AKIAIOSFODNN7EXAMPLE",
                "user jane.doe@example.com",
                "arn:aws:cloudfront::210987654321:distribution/E1"
            })
    void removesSecretsByTheirLook(String text) {
        log.info("event", Map.of("text", text));

        assertThat(lines.get(0))
                .contains(Redaction.MARK)
                .doesNotContain("abc.def")
                .doesNotContain("c2ln")
                .doesNotContain("abcdef0123")
                .doesNotContain("EXAMPLE")
                .doesNotContain("jane.doe")
                .doesNotContain("210987654321");
    }

    @Test
    void removesSecretsByTheirName() {
        log.info("event", Map.of("Authorization", "anything", "id_token", "else"));

        assertThat(lines.get(0)).doesNotContain("anything").doesNotContain("else");
    }
}
