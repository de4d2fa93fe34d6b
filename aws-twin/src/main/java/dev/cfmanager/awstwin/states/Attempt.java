// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Task about to call a function.
 *
 * @param strand whose task it is
 * @param ticket the strand's ticket: an answer to an older one is ignored
 * @param identity the caller the call log shall name
 * @param function name or ARN
 * @param payload JSON text
 * @param optimized whether the resource is {@code arn:aws:states:::lambda:invoke}, whose result wraps the payload
 * @param timeout the task's {@code TimeoutSeconds}
 * @param heartbeat the task's {@code HeartbeatSeconds}
 */
record Attempt(
        String strand,
        long ticket,
        String identity,
        String region,
        String function,
        @Nullable String qualifier,
        String invocationType,
        String payload,
        boolean optimized,
        Optional<Duration> timeout,
        Optional<Duration> heartbeat) {}
