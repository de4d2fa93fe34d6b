// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

/**
 * An error inside an execution, as {@code Retry} and {@code Catch} see it
 * (<a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">error names</a>).
 */
final class StateFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final String RUNTIME = "States.Runtime";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String QUERY = "States.QueryEvaluationError";
    static final String TIMEOUT = "States.Timeout";
    static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";

    private final String error;

    StateFailure(String error, String cause) {
        super(cause, null, false, false);
        this.error = error;
    }

    static StateFailure runtime(String cause) {
        return new StateFailure(RUNTIME, cause);
    }

    String error() {
        return error;
    }

    /** May be empty, never null. */
    String cause() {
        return String.valueOf(getMessage());
    }

    /**
     * Whether {@code name} in an {@code ErrorEquals} covers this error: {@code States.ALL} all but two terminal ones,
     * {@code States.TaskFailed} all but timeouts, {@code States.Timeout} also a missed heartbeat.
     */
    boolean matches(String name) {
        return switch (name) {
            case "States.ALL" -> !error.equals(DATA_LIMIT) && !error.equals(RUNTIME);
            case "States.TaskFailed" -> !isTimeout() && !error.equals(DATA_LIMIT) && !error.equals(RUNTIME);
            case TIMEOUT -> isTimeout();
            case RUNTIME -> false; // never retriable, never caught
            default -> name.equals(error);
        };
    }

    boolean isTimeout() {
        return error.equals(TIMEOUT) || error.equals(HEARTBEAT_TIMEOUT);
    }
}
