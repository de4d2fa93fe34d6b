// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says that S3 refuses something. */
final class S3Refusals {
    private S3Refusals() {}

    /** The refusal, after its status and code have been compared; an answer to HEAD has no code. */
    static S3Exception assertRefused(int status, String code, ThrowingCallable call) {
        S3Exception refusal = catchThrowableOfType(S3Exception.class, call);
        assertThat(refusal).as("refusal with %s %s", status, code).isNotNull();
        assertThat(refusal.statusCode()).as(refusal.getMessage()).isEqualTo(status);
        if (code != null) {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        }
        return refusal;
    }
}
