// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.time.Duration;

/**
 * What differs between one account, or one day, and another.
 *
 * @param pending how long a new function or version stays {@code Pending}
 * @param update how long an update of code or configuration stays {@code InProgress}
 * @param replicaDrain how long edge replicas outlive the last distribution that used them; AWS says hours
 * @param codeStorage bytes of deployment packages a region may hold
 */
public record LambdaSettings(Duration pending, Duration update, Duration replicaDrain, long codeStorage) {
    /** 75 GB; <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>. */
    private static final long AWS_STORAGE = 75L << 30;

    /** Five seconds to become active, two to update, two hours to drain, AWS's storage quota. */
    public static LambdaSettings standard() {
        return new LambdaSettings(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofHours(2), AWS_STORAGE);
    }

    /** These settings with another time to become active. */
    public LambdaSettings pending(Duration time) {
        return new LambdaSettings(time, update, replicaDrain, codeStorage);
    }

    /** These settings with another update time. */
    public LambdaSettings update(Duration time) {
        return new LambdaSettings(pending, time, replicaDrain, codeStorage);
    }

    /** These settings with another drain time of edge replicas. */
    public LambdaSettings replicaDrain(Duration time) {
        return new LambdaSettings(pending, update, time, codeStorage);
    }

    /** These settings with another storage quota, in bytes. */
    public LambdaSettings codeStorage(long bytes) {
        return new LambdaSettings(pending, update, replicaDrain, bytes);
    }
}
