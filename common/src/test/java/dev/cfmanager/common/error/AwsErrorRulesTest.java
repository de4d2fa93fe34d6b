// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;

class AwsErrorRulesTest {
    private final AwsErrorRules rules = AwsErrorRules.shared()
            .and(ErrorKind.NOT_FOUND, "NoSuchDistribution")
            .and(ErrorKind.CONFLICT, "Throttling2");

    @ParameterizedTest
    @CsvSource({
        "NoSuchDistribution, 404, NOT_FOUND",
        "Throttling, 400, THROTTLED",
        "SlowDown, 503, THROTTLED",
        "AccessDenied, 403, AWS_ACCESS_DENIED",
        "SomethingNew, 403, AWS_ACCESS_DENIED",
        "SomethingNew, 400, INVALID_CONFIGURATION",
        "SomethingNew, 429, THROTTLED",
        "ServiceUnavailable, 503, UPSTREAM_ERROR",
        "InternalError, 500, UPSTREAM_ERROR"
    })
    void judgesByCodeFirstAndByStatusOtherwise(String code, int status, ErrorKind expected) {
        assertThat(rules.kindOf(failure(code, status, "text"))).isEqualTo(expected);
    }

    @Test
    void showsTheServicesWordsForA4xxButNotForA5xx() {
        assertThat(rules.translate(failure("InvalidArgument", 400, "the comment is too long"))
                        .text())
                .contains("the comment is too long")
                .contains("InvalidArgument");
        assertThat(rules.translate(failure("InternalError", 500, "host 10.1.2.3 down"))
                        .text())
                .doesNotContain("10.1.2.3");
        assertThat(rules.translate(failure("AccessDenied", 403, "arn:aws:sts::1:assumed-role/x is not authorized"))
                        .text())
                .doesNotContain("assumed-role");
    }

    @Test
    void takesNoAnswerForAnUpstreamFailure() {
        assertThat(rules.kindOf(SdkClientException.create("connection refused")))
                .isEqualTo(ErrorKind.UPSTREAM_ERROR);
    }

    private static AwsServiceException failure(String code, int status, String text) {
        return (AwsServiceException) CloudFrontException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(text)
                        .build())
                .build();
    }
}
