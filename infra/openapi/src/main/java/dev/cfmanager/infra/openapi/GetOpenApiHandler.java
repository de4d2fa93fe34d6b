// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /openapi.json}: answers the API's OpenAPI document, without the envelope. The build makes the JSON from
 * {@code infra/openapi.yaml}.
 */
public final class GetOpenApiHandler extends ApiHandler {
    private final ObjectNode document;

    /** Lambda's entry. */
    public GetOpenApiHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** The handler in that environment. */
    public GetOpenApiHandler(ExecutionEnvironment environment) {
        super(environment, Access.READ);
        this.document = read();
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        return ApiResponse.document(document);
    }

    private static ObjectNode read() {
        try (InputStream json = GetOpenApiHandler.class.getResourceAsStream("openapi.json")) {
            if (json == null) {
                throw new IllegalStateException("the build did not put openapi.json beside this class");
            }
            return (ObjectNode) Json.parseOwn(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
