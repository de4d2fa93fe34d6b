// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access keys whose secret the twin knows, so that it can verify a signature. Known from the start: {@code test}
 * with the secret {@code test}, and the example key pair of AWS's documentation. Thread-safe.
 */
public final class Credentials {
    private final Map<String, String> secrets = new ConcurrentHashMap<>(
            Map.of("test", "test", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    Credentials() {}

    /** Makes the secret of an access key known, or changes it. */
    public void accept(String accessKeyId, String secretAccessKey) {
        secrets.put(accessKeyId, secretAccessKey);
    }

    /** The secret of an access key; empty when it is unknown. */
    public Optional<String> secretOf(String accessKeyId) {
        return Optional.ofNullable(secrets.get(accessKeyId));
    }
}
