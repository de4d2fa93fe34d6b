// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.local.sam.GatewayResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words the gateway's own errors as the template's {@code GatewayResponses} say. Their templates are not VTL: only
 * {@code $context} variables are replaced.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">Gateway responses</a>
 */
final class ErrorAnswers {
    private static final String USUAL = "{\"message\":$context.error.messageString}";
    private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z.]+[A-Za-z])");

    private final Map<String, GatewayResponse> wordings;

    ErrorAnswers(Map<String, GatewayResponse> wordings) {
        this.wordings = wordings;
    }

    TwinResponse answer(GatewayError error, String requestId) {
        return answer(error, error.message(), requestId);
    }

    /** An error with a message more particular than its usual one. */
    TwinResponse answer(GatewayError error, String message, String requestId) {
        GatewayResponse wording =
                wordings.getOrDefault(error.name(), wordings.getOrDefault(error.fallback(), GatewayResponse.USUAL));
        Map<String, String> variables = Map.of(
                "error.message", message,
                "error.messageString", TextNode.valueOf(message).toString(),
                "error.responseType", error.name(),
                "requestId", requestId,
                "extendedRequestId", requestId);
        String body = VARIABLE.matcher(wording.template().orElse(USUAL))
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "-")))
                .trim();
        TwinResponse response = TwinResponse.json(wording.status().orElse(error.status()), "application/json", body)
                .with("x-amzn-RequestId", requestId)
                .with("x-amzn-ErrorType", error.errorType());
        for (Map.Entry<String, String> header : new LinkedHashMap<>(wording.headers()).entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }
}
