// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.certificate;

import dev.cfmanager.common.error.OperationException;
import java.util.Optional;

/** The certificates of the account in us-east-1, where CloudFront looks for them. */
@FunctionalInterface
public interface Certificates {

    /**
     * The certificate of that ARN; empty when there is none.
     *
     * @throws OperationException when nobody can tell whether there is one
     */
    Optional<Certificate> find(String arn);
}
