// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import java.time.Duration;

/**
 * A function whose code runs in this process.
 *
 * @param code what an invocation runs, on the invoking thread
 * @param runtime such as {@code java25}
 * @param handler as the template spells it
 * @param timeout how long AWS would let it run
 * @param memoryMegabytes configured memory
 */
public record HostedFunction(Code code, String runtime, String handler, Duration timeout, int memoryMegabytes) {

    /** A function with Lambda's default limits: 3 seconds, 128 MB. */
    public static HostedFunction of(Code code) {
        return new HostedFunction(code, "java25", "hosted", Duration.ofSeconds(3), 128);
    }

    /** The code of a function. */
    @FunctionalInterface
    public interface Code {

        /**
         * Runs once.
         *
         * @return the response payload, as the function's handler wrote it; empty for none
         * @throws FunctionError to answer an error with a type and text of its own
         * @throws Exception anything else becomes what Lambda's Java runtime reports: class name, message, stack trace
         */
        byte[] run(Invocation invocation) throws Exception;
    }
}
