// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves every edge function on that is not where it should be: half made, half undone, or waiting for its replicas to
 * go. To be run from a schedule; what one run has no time for, the next one does.
 */
public final class EdgeFunctionSweep {
    private static final Duration ENOUGH_FOR_ONE = Duration.ofSeconds(3);

    private final EdgeFunctionRepository repository;
    private final EdgeFunctionLifecycle lifecycle;

    /** Over the table and the clients of that environment. */
    public EdgeFunctionSweep(ExecutionEnvironment environment) {
        this.repository = new DynamoEdgeFunctionRepository(environment);
        this.lifecycle = new EdgeFunctionLifecycle(environment, repository);
    }

    /**
     * Advances each once. A failure of one does not keep the others from their turn; it is in the report.
     *
     * @throws OperationException when the records cannot be listed
     */
    public Report run() {
        List<String> ids = new ArrayList<>(repository.idsWith(EdgeFunctionStatus.CREATING));
        ids.addAll(repository.idsWith(EdgeFunctionStatus.PENDING_DELETION));
        List<String> settled = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String id : ids) {
            if (Deadline.left().compareTo(ENOUGH_FOR_ONE) < 0) {
                break;
            }
            try {
                if (!(lifecycle.advance(id) instanceof EdgeFunctionProgress.Again)) {
                    settled.add(id);
                }
            } catch (OperationException failure) {
                problems.add(id + ": " + failure.text());
            }
        }
        return new Report(ids.size(), settled, problems);
    }

    /**
     * What a run did.
     *
     * @param found how many were not where they should be
     * @param settled ids of those that now are
     * @param problems id and reason of those that could not be looked at
     */
    public record Report(int found, List<String> settled, List<String> problems) {
        /** Copies its lists. */
        public Report {
            settled = List.copyOf(settled);
            problems = List.copyOf(problems);
        }
    }
}
