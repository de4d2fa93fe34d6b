// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.AdaptiveRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * The one retry policy: adaptive (it slows down when AWS throttles), at most {@value #ATTEMPTS} attempts, and none that
 * could not finish before the invocation's {@link Deadline}.
 *
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/retry-strategy.html">Retry strategies of the SDK</a>
 */
final class Retries {
    private static final int ATTEMPTS = 4;
    private static final Duration BASE = Duration.ofMillis(100);
    private static final Duration THROTTLED_BASE = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(4);

    private Retries() {}

    /** The policy of deployed functions. */
    static RetryStrategy adaptive() {
        return decided(
                AdaptiveRetryStrategy.builder()
                        .backoffStrategy(BackoffStrategy.exponentialDelay(BASE, MOST))
                        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(THROTTLED_BASE, MOST)),
                Retries::isWorthRetrying);
    }

    /** The same decisions without waiting in between, for time that stands still. */
    static RetryStrategy immediate() {
        return decided(
                StandardRetryStrategy.builder()
                        .circuitBreakerEnabled(false)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately()),
                Retries::isWorthRetrying);
    }

    /** For those who can wait: a throttled call is given up at once, so that others get through. */
    static RetryStrategy yielding() {
        return decided(
                StandardRetryStrategy.builder()
                        .circuitBreakerEnabled(false)
                        .backoffStrategy(BackoffStrategy.exponentialDelay(BASE, MOST)),
                failure -> isWorthRetrying(failure) && !isThrottling(failure));
    }

    /** The SDK's own conditions are left out: they know no deadline, and any condition that holds would suffice. */
    private static <B extends RetryStrategy.Builder<B, S>, S extends RetryStrategy> RetryStrategy decided(
            B builder, Predicate<Throwable> worthRetrying) {
        return builder.maxAttempts(ATTEMPTS)
                .useClientDefaults(false)
                .treatAsThrottling(Retries::isThrottling)
                .retryOnException(failure ->
                        worthRetrying.test(failure) && Deadline.left().compareTo(MOST) > 0)
                .build();
    }

    private static boolean isWorthRetrying(Throwable failure) {
        if (failure instanceof AwsServiceException) {
            AwsServiceException answered = (AwsServiceException) failure;
            return isThrottling(failure)
                    || answered.statusCode() >= 500
                    || answered.isClockSkewException()
                    || answered.retryable();
        }
        return failure instanceof ApiCallAttemptTimeoutException
                || failure instanceof IOException
                || failure instanceof SdkClientException && failure.getCause() instanceof IOException;
    }

    private static boolean isThrottling(Throwable failure) {
        return failure instanceof AwsServiceException && ((AwsServiceException) failure).isThrottlingException();
    }
}
