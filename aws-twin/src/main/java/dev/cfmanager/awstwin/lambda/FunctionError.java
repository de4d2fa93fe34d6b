// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

/** A function's own failure: what its runtime reports as {@code errorType} and {@code errorMessage}. */
public final class FunctionError extends Exception {
    private static final long serialVersionUID = 1L;

    private final String errorType;

    /** An error such as {@code ValidationError}, "the name is empty". */
    public FunctionError(String errorType, String errorMessage) {
        super(errorMessage, null, false, false);
        this.errorType = errorType;
    }

    /** The name that {@code Retry} and {@code Catch} of a state machine match. */
    public String errorType() {
        return errorType;
    }
}
