// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.Properties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to every preflight, from SAM's {@code Cors}: fixed headers, whatever the request asks.
 *
 * @param headers response headers by name
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html">CorsConfiguration</a>
 */
public record Preflight(Map<String, String> headers) {

    /** Reads the {@code Cors} of an API; empty when it has none, and then nobody answers a preflight. */
    static Optional<Preflight> of(Properties api) {
        if (!api.has("Cors")) {
            return Optional.empty();
        }
        Properties cors = api.section("Cors");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Access-Control-Allow-Origin", Quoted.unquote(cors.path(), cors.text("AllowOrigin")));
        cors.optionalText("AllowHeaders")
                .ifPresent(names -> headers.put("Access-Control-Allow-Headers", Quoted.unquote(cors.path(), names)));
        cors.optionalText("AllowMethods")
                .ifPresent(names -> headers.put("Access-Control-Allow-Methods", Quoted.unquote(cors.path(), names)));
        cors.optionalText("MaxAge")
                .ifPresent(seconds -> headers.put("Access-Control-Max-Age", Quoted.unquote(cors.path(), seconds)));
        return Optional.of(new Preflight(headers));
    }
}
