// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What decides whether CloudFront can use a certificate.
 *
 * @param status ACM's word, such as {@code ISSUED}
 * @param names the domain name and all alternative names
 * @param keyAlgorithm such as {@code RSA_2048} or {@code EC_prime256v1}
 * @param notAfter end of validity; empty before it is issued
 */
public record Certificate(String status, List<String> names, String keyAlgorithm, Optional<Instant> notAfter) {

    /** Copies the list. */
    public Certificate {
        names = List.copyOf(names);
    }
}
