// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.Properties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway words an error of its own.
 *
 * @param status replaces the error's status; empty for the usual one
 * @param headers constant headers
 * @param template the JSON body with {@code $context} variables in it; empty for the usual one
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">Gateway responses</a>
 */
public record GatewayResponse(Optional<Integer> status, Map<String, String> headers, Optional<String> template) {

    /** What holds when the template says nothing. */
    public static final GatewayResponse USUAL = new GatewayResponse(Optional.empty(), Map.of(), Optional.empty());

    static GatewayResponse of(Properties written) {
        Properties headers = written.section("ResponseParameters").section("Headers");
        Map<String, String> constants = new LinkedHashMap<>();
        headers.textMap().forEach((name, value) -> constants.put(name, Quoted.unquote(headers.path(), value)));
        return new GatewayResponse(
                written.optionalText("StatusCode").map(Integer::valueOf),
                constants,
                written.section("ResponseTemplates").optionalText("application/json"));
    }
}
