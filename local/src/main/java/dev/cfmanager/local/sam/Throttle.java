// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.sam;

import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.TemplateException;
import java.util.Optional;

/**
 * The stage's limit on requests.
 *
 * @param requestsPerSecond what is accepted in the long run
 * @param burst what is accepted at once
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">Throttling</a>
 */
public record Throttle(double requestsPerSecond, int burst) {

    /** Reads the limit for all methods; empty when the template sets none. */
    static Optional<Throttle> of(Properties api) {
        Optional<Throttle> throttle = Optional.empty();
        for (Properties setting : api.sections("MethodSettings")) {
            if (!setting.has("ThrottlingRateLimit")) {
                continue;
            }
            if (!setting.text("ResourcePath").equals("/*")
                    || !setting.text("HttpMethod").equals("*")) {
                throw new TemplateException(setting.path() + ": a limit on single methods is not served here");
            }
            throttle = Optional.of(new Throttle(
                    Double.parseDouble(setting.text("ThrottlingRateLimit")),
                    setting.integer("ThrottlingBurstLimit", 1)));
        }
        return throttle;
    }
}
