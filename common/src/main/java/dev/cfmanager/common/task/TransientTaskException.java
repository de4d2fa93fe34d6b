// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.task;

/** A task failed for a reason that passes by itself (throttling, AWS unreachable): the state machine retries it by name. */
public final class TransientTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the failure that passes. */
    public TransientTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
