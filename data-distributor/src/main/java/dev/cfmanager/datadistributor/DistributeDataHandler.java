// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.task.TaskHandler;

/**
 * Publishes on EventBridge's schedule, and when EventBridge tells that the fetcher has written one of the files; with
 * {@code {"recover": true}} only what an earlier run left unfinished. Always succeeds; the output is the run's record.
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
        if (wrote && !isOurs(input.path("detail").path("object").path("key"))) {
            return Json.object().put("skipped", true).put("reason", "not one of the published files");
        }
        return distributeData.run(
                wrote ? Trigger.SOURCE_EVENT : Trigger.SCHEDULE, RunOptions.ORDINARY, Caller.SYSTEM.user());
    }

    private boolean isOurs(JsonNode key) {
        Settings settings = distributeData.settings();
        return settings.files().stream().map(settings::sourceKey).anyMatch(key.asText()::equals);
    }
}
