// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {
    private static final ApiDocument DOCUMENT = ApiDocument.of("""
            openapi: 3.0.3
            paths:
              /things/{id}:
                get:
                  responses:
                    "200":
                      content: { application/json: { schema: { $ref: "#/components/schemas/Answer" } } }
                    "429":
                      headers: { Retry-After: { required: true, schema: { type: integer } } }
                      content: { application/json: { schema: { type: object } } }
            components:
              schemas:
                Answer:
                  type: object
                  required: [id]
                  additionalProperties: false
                  properties:
                    id: { type: string }
                    note: { type: string, nullable: true }
                    parts: { type: array, items: { $ref: "#/components/schemas/Part" } }
                Part: { type: object, additionalProperties: false, properties: { size: { type: integer } } }
            """);

    @Test
    void takesWhatIsDocumented() {
        ObjectNode body = Json.object().put("id", "a").putNull("note");
        body.putArray("parts").addObject().put("size", 1);

        assertThatCode(() -> check(200, Map.of(), body)).doesNotThrowAnyException();
        assertThatCode(() -> check(429, Map.of("Retry-After", "1"), Json.object()))
                .doesNotThrowAnyException();
        assertThat(DOCUMENT.operations()).containsExactly("GET /things/{id}");
    }

    @Test
    void refusesAnUndocumentedFieldHoweverDeep() {
        ObjectNode body = Json.object().put("id", "a");
        body.putArray("parts").addObject().put("colour", "red");

        assertThatThrownBy(() -> check(200, Map.of(), body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /things/{id} answered 200")
                .hasMessageContaining("colour");
    }

    @Test
    void refusesAMissingFieldAndAWrongType() {
        assertThatThrownBy(() -> check(200, Map.of(), Json.object())).hasMessageContaining("id");
        assertThatThrownBy(() -> check(200, Map.of(), Json.object().put("id", 7)))
                .hasMessageContaining("string");
        assertThatThrownBy(() -> check(200, Map.of(), Json.object().putNull("id")))
                .hasMessageContaining("id");
    }

    @Test
    void refusesAnUndocumentedStatusAndAMissingHeader() {
        assertThatThrownBy(() -> check(418, Map.of(), Json.object())).hasMessageContaining("418");
        assertThatThrownBy(() -> check(429, Map.of(), Json.object())).hasMessageContaining("Retry-After");
    }

    @Test
    void tellsWhereAnUndocumentedOperationIsToBeAdded() {
        assertThatThrownBy(() -> DOCUMENT.check("PUT", "/things/{id}", 200, Map.of(), Json.object()))
                .hasMessageContaining("PUT /things/{id} is not documented")
                .hasMessageContaining("infra/openapi.yaml");
    }

    @Test
    void findsTheRouteOfAPath() {
        assertThat(DOCUMENT.route("GET", "/things/7")).contains("/things/{id}");
        assertThat(DOCUMENT.route("GET", "/things/7/parts")).isEmpty();
        assertThat(DOCUMENT.route("PUT", "/things/7")).isEmpty();
    }

    private static void check(int status, Map<String, String> headers, ObjectNode body) {
        DOCUMENT.check("GET", "/things/{id}", status, headers, body);
    }
}
