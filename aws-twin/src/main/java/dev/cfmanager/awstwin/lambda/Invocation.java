// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.time.Instant;
import java.util.Optional;

/**
 * One run of a function.
 *
 * @param functionName bare name
 * @param functionArn the ARN it was invoked by, qualified if the caller named a version
 * @param requestId Lambda's request id; the same on every retry of one asynchronous event
 * @param payload the event, JSON bytes
 * @param clientContext the client context's JSON, when the caller sent one
 * @param deadline virtual time at which AWS would stop it
 * @param memoryMegabytes configured memory
 */
@SuppressWarnings("ArrayRecordComponent") // payloads are carried, never compared
public record Invocation(
        String functionName,
        String functionArn,
        String requestId,
        byte[] payload,
        Optional<String> clientContext,
        Instant deadline,
        int memoryMegabytes) {}
