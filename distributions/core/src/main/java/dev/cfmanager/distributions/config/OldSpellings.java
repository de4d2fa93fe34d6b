// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Understands the certificate members that old templates spell wrongly. */
final class OldSpellings {
    private static final Map<String, String> RIGHT =
            Map.of("AcmCertificateArn", "ACMCertificateArn", "SslSupportMethod", "SSLSupportMethod");

    private OldSpellings() {}

    /** A copy with the right names; where both are there, the right one stays as it is. */
    static ObjectNode correct(ObjectNode config) {
        ObjectNode copy = config.deepCopy();
        if (copy.get("ViewerCertificate") instanceof ObjectNode certificate) {
            RIGHT.forEach((wrong, right) -> {
                JsonNode value = certificate.remove(wrong);
                if (value != null && !certificate.has(right)) {
                    certificate.set(right, value);
                }
            });
        }
        return copy;
    }
}
