// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.invalidation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.cloudfront.LiveInvalidation;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.util.Map;

/**
 * Writes {@code INVALIDATION} into a distribution's history, once for each invalidation of CloudFront. What cannot be
 * written is logged and fails nothing: the invalidation is under way, and saying otherwise would make people repeat it.
 */
public final class InvalidationHistory {
    /** How much of a long list an event shows: a thousand such events must fit into an answer, which Lambda limits to 6 MB. */
    private static final int MOST_CHARACTERS = 4_000;

    private final History history;
    private final JsonLog log;

    /** The history of this environment. */
    public InvalidationHistory(ExecutionEnvironment environment) {
        this.history = new History(environment);
        this.log = environment.log();
    }

    /** Notes that CloudFront took an invalidation. */
    public void note(Distribution distribution, LiveInvalidation invalidation, String user) {
        ObjectNode extras = Json.object().put("invalidationId", invalidation.id());
        ArrayNode paths = extras.putArray("paths");
        int characters = 0;
        for (String path : invalidation.paths()) {
            characters += path.length();
            if (characters > MOST_CHARACTERS) {
                break;
            }
            paths.add(path);
        }
        if (paths.size() < invalidation.paths().size()) {
            extras.putObject("details").put("pathCount", invalidation.paths().size());
        }
        try {
            history.write(new HistoryEvent(
                    distribution.id(),
                    invalidation.createdAt(), // the same whenever it is noted again
                    "invalidation-" + invalidation.id(),
                    HistoryAction.INVALIDATION.name(),
                    user,
                    distribution.version(),
                    extras));
        } catch (OperationException failure) {
            log.warn(
                    "history",
                    Map.of(
                            "distributionId",
                            distribution.id(),
                            "invalidationId",
                            invalidation.id(),
                            "failure",
                            failure));
        }
    }
}
