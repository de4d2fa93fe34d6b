// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;

/** Reads single certificates of ACM in us-east-1. Thread-safe. */
public final class CertificateReader {
    private final AcmClient acm;

    /** A reader with that environment's client. */
    public CertificateReader(ExecutionEnvironment environment) {
        this.acm = environment.aws().acm();
    }

    /**
     * What ACM knows of a certificate, whatever its status.
     *
     * @throws OperationException NOT_FOUND when there is none
     */
    public CertificateDetail read(CertificateArn arn) {
        try {
            return CertificateErrors.RULES.call(
                    () -> acm.describeCertificate(describe -> describe.certificateArn(arn.text()))
                            .certificate());
        } catch (OperationException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                throw OperationException.notFound("Certificate", arn.text());
            }
            throw failure;
        }
    }
}
