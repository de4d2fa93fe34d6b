// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import java.time.Duration;

/** How far an edge function came towards its goal. */
public sealed interface EdgeFunctionProgress {

    /** The goal is reached: the function can be used, or it is gone. */
    record Settled() implements EdgeFunctionProgress {}

    /**
     * Not yet; nothing is wrong.
     *
     * @param after when it is worth looking again
     */
    record Again(Duration after) implements EdgeFunctionProgress {}

    /**
     * The function cannot be made, and nothing of it exists.
     *
     * @param reason what AWS said, safe to show
     */
    record Failed(String reason) implements EdgeFunctionProgress {}
}
