// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.task.TaskHandler;

/**
 * Publishes on EventBridge's schedule, and when EventBridge tells that the fetcher has written what completes a set (which
 * that is, the stack's rule says); with {@code {"recover": true}} only what an earlier run left unfinished. Always succeeds; the output is the run's record.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">S3 events in EventBridge</a>
 */
public final class DistributeDataHandler extends TaskHandler {
    private final DistributeData distributeData;

    /** Lambda's entry. */
    public DistributeDataHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** With everything from outside given. */
    public DistributeDataHandler(ExecutionEnvironment environment) {
        super(environment);
        this.distributeData = new DistributeData(environment);
    }

    @Override
    protected ObjectNode run(ObjectNode input) {
        if (input.path("recover").asBoolean()) {
            return distributeData.recover(Caller.SYSTEM.user());
        }
        boolean wrote = input.path("source").asText().equals("aws.s3");
        return distributeData.run(
                wrote ? Trigger.SOURCE_EVENT : Trigger.SCHEDULE, RunOptions.ORDINARY, Caller.SYSTEM.user());
    }
}
