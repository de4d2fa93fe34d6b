// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;

/**
 * What ACM answers about certificates, and what it means to a caller.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html">DescribeCertificate</a>
 */
public final class CertificateErrors {
    /** The table. */
    public static final AwsErrorRules RULES = AwsErrorRules.shared()
            .and(ErrorKind.NOT_FOUND, "ResourceNotFoundException")
            .and(ErrorKind.INVALID_CONFIGURATION, "InvalidArnException");

    private CertificateErrors() {}
}
