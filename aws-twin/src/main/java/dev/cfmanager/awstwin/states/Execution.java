// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An execution as stored after each step.
 *
 * @param definitionKey which revision it runs
 * @param input JSON text
 * @param output JSON text, once succeeded
 * @param error error name, once failed or aborted with one
 * @param stopped when it ended, or null while it runs
 * @param events how many events its history has
 * @param tickets how many tickets have been given to its strands
 * @param strands its threads of control by id; empty once ended
 */
record Execution(
        String arn,
        String name,
        String machineArn,
        String roleArn,
        String definitionKey,
        String status,
        String input,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause,
        Instant started,
        @Nullable Instant stopped,
        long events,
        long tickets,
        Map<String, Strand> strands)
        implements Serializable {
    static final String RUNNING = "RUNNING";
    static final String SUCCEEDED = "SUCCEEDED";
    static final String FAILED = "FAILED";
    static final String TIMED_OUT = "TIMED_OUT";
    static final String ABORTED = "ABORTED";

    /** <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas</a>: how long a closed execution, and its name, are kept. */
    private static final Duration RETENTION = Duration.ofDays(90);

    /** Whether AWS would have forgotten it by now. */
    boolean forgotten(Instant now) {
        return stopped != null && !now.isBefore(stopped.plus(RETENTION));
    }

    boolean running() {
        return status.equals(RUNNING);
    }

    String region() {
        return arn.split(":", -1)[3];
    }

    String machineName() {
        return arn.split(":", -1)[6];
    }
}
