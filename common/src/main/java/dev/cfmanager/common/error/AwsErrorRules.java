// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.error;

import dev.cfmanager.common.log.Redaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * AWS's errors as data: error code to {@link ErrorKind}. The base table knows what all services share; a core extends it
 * by its services' words. Immutable.
 *
 * <p>A code nobody named is judged by its status: 4xx {@code INVALID_CONFIGURATION}, 5xx {@code UPSTREAM_ERROR}, and no
 * answer at all {@code UPSTREAM_ERROR}.
 */
public final class AwsErrorRules {
    private static final Set<String> THROTTLING = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "ProvisionedThroughputExceededException",
            "SlowDown",
            "PriorRequestNotComplete",
            "TransactionInProgressException",
            "TransactionConflictException",
            "EC2ThrottledException");
    private static final Set<String> ACCESS = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "ExpiredTokenException",
            "MissingAuthenticationToken",
            "IncompleteSignature",
            "NotAuthorized");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Map<String, ErrorKind> kinds;

    private AwsErrorRules(Map<String, ErrorKind> kinds) {
        this.kinds = kinds;
    }

    /** What all services share: throttling and access. */
    public static AwsErrorRules shared() {
        Map<String, ErrorKind> kinds = new HashMap<>();
        THROTTLING.forEach(code -> kinds.put(code, ErrorKind.THROTTLED));
        ACCESS.forEach(code -> kinds.put(code, ErrorKind.AWS_ACCESS_DENIED));
        return new AwsErrorRules(kinds);
    }

    /** These rules and more; the new ones win. */
    public AwsErrorRules and(ErrorKind kind, String... codes) {
        Map<String, ErrorKind> more = new HashMap<>(kinds);
        for (String code : codes) {
            more.put(code, kind);
        }
        return new AwsErrorRules(more);
    }

    /** Whether a code is named in the table (its status alone would decide otherwise). */
    public boolean names(String code) {
        return kinds.containsKey(code);
    }

    /** What an AWS failure means to our caller. */
    public ErrorKind kindOf(SdkException failure) {
        if (!(failure instanceof AwsServiceException)) {
            return ErrorKind.UPSTREAM_ERROR;
        }
        AwsServiceException answered = (AwsServiceException) failure;
        ErrorKind named = kinds.get(codeOf(answered));
        if (named != null) {
            return named;
        }
        if (answered.isThrottlingException() || answered.statusCode() == 429) {
            return ErrorKind.THROTTLED;
        }
        if (answered.statusCode() == 403) {
            return ErrorKind.AWS_ACCESS_DENIED;
        }
        return answered.statusCode() >= 400 && answered.statusCode() < 500
                ? ErrorKind.INVALID_CONFIGURATION
                : ErrorKind.UPSTREAM_ERROR;
    }

    /** Our failure for AWS's, with a text that is safe to show; the original is its cause. */
    public OperationException translate(SdkException failure) {
        ErrorKind kind = kindOf(failure);
        if (kind == ErrorKind.THROTTLED) {
            return OperationException.throttled(
                    "AWS is answering too many requests right now; try again in a moment.", RETRY_AFTER, failure);
        }
        return new OperationException(kind, safeText(kind, failure), failure);
    }

    /**
     * Runs a call and translates what it throws.
     *
     * @throws OperationException for every {@link SdkException}
     */
    public <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw translate(failure);
        }
    }

    /** The service's error code, or the empty string when nothing answered. */
    public static String codeOf(Throwable failure) {
        if (failure instanceof AwsServiceException
                && ((AwsServiceException) failure).awsErrorDetails() != null
                && ((AwsServiceException) failure).awsErrorDetails().errorCode() != null) {
            return ((AwsServiceException) failure).awsErrorDetails().errorCode();
        }
        return "";
    }

    private static String safeText(ErrorKind kind, SdkException failure) {
        switch (kind) {
            case AWS_ACCESS_DENIED:
                return "The service's own role was refused by AWS; an operator must grant the missing permission.";
            case UPSTREAM_ERROR:
                return "AWS could not be reached or failed; try again in a moment.";
            default:
                String text = failure instanceof AwsServiceException
                                && ((AwsServiceException) failure).awsErrorDetails() != null
                        ? ((AwsServiceException) failure).awsErrorDetails().errorMessage()
                        : null;
                String code = codeOf(failure);
                return text == null || text.isBlank()
                        ? "AWS refused: " + code
                        : Redaction.of("message", text) + " (" + code + ")";
        }
    }
}
