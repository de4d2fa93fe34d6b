// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.states;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/**
 * A state machine as stored.
 *
 * @param status {@code ACTIVE} or {@code DELETING}
 * @param logging the logging configuration as JSON text, as given
 * @param tracing the tracing configuration as JSON text, as given
 * @param tags in order of their keys
 */
record StateMachine(
        String arn,
        String name,
        String definition,
        String roleArn,
        String revisionId,
        String status,
        String logging,
        String tracing,
        Instant created,
        Map<String, String> tags)
        implements Serializable {
    static final String ACTIVE = "ACTIVE";
    static final String DELETING = "DELETING";

    StateMachine deleting() {
        return new StateMachine(arn, name, definition, roleArn, revisionId, DELETING, logging, tracing, created, tags);
    }

    StateMachine tagged(Map<String, String> newTags) {
        return new StateMachine(arn, name, definition, roleArn, revisionId, status, logging, tracing, created, newTags);
    }

    /** Where the definition of its present revision is kept: executions go on with the one they began with. */
    String definitionKey() {
        return arn + "#" + revisionId;
    }

    String region() {
        return arn.split(":", -1)[3];
    }
}
