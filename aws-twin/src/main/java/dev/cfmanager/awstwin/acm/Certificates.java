// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The certificates that CloudFront may attach. */
public interface Certificates {

    /** A certificate by its ARN, in any region. */
    Optional<Certificate> find(String arn);

    /** Records that a resource now uses the certificate (ACM shows it as {@code InUseBy}, and refuses deletion). */
    void use(String arn, String resourceArn);

    /** Records that a resource no longer uses it. */
    void release(String arn, String resourceArn);

    /**
     * What CloudFront looks at.
     *
     * @param arn the ARN, which carries the region
     * @param status ACM's status, such as {@code ISSUED}
     * @param names the domain name and all alternative names
     * @param keyAlgorithm ACM's spelling, such as {@code RSA_2048} or {@code EC_prime256v1}
     * @param notAfter end of validity
     */
    record Certificate(String arn, String status, List<String> names, String keyAlgorithm, Instant notAfter) {}
}
