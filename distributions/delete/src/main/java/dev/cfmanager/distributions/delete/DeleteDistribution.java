// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.delete;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import dev.cfmanager.distributions.reconcile.Advance;
import dev.cfmanager.distributions.reconcile.Reconciler;
import dev.cfmanager.distributions.reconcile.StatusMonitor;
import java.time.InstantSource;
import java.util.Optional;

/** Gives a distribution the goal of being deleted, takes the first steps and has the rest watched. */
final class DeleteDistribution {
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final Reconciler reconciler;
    private final StatusMonitor monitor;
    private final InstantSource clock;

    DeleteDistribution(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
        this.ledger = new Ledger(environment, repository, new History(environment));
        this.reconciler = new Reconciler(environment);
        this.monitor = new StatusMonitor(environment);
        this.clock = environment.clock();
    }

    /**
     * How far a deletion is.
     *
     * @param before the record as it was
     * @param now the record as it is; empty when it is gone
     */
    record Deletion(Distribution before, Optional<Distribution> now) {

        boolean complete() {
            return now.isEmpty();
        }

        /** {@code {distributionId, cloudfrontId, status, leftovers[], errorMessage}}; what there is none of is left out. */
        ObjectNode toJson() {
            ObjectNode json = Json.object().put("distributionId", before.id());
            before.cloudfrontId().ifPresent(id -> json.put("cloudfrontId", id));
            json.put("status", now.map(record -> record.status().word()).orElse("Deleted"));
            now.ifPresent(record -> {
                ArrayNode leftovers = json.putArray("leftovers");
                record.leftovers().forEach(leftovers::add);
                record.errorMessage().ifPresent(error -> json.put("errorMessage", error));
            });
            return json;
        }
    }

    /**
     * Deletes a distribution, or goes on with deleting it.
     *
     * @throws OperationException NOT_FOUND when there is none
     */
    Deletion run(String distributionId, Caller caller) {
        Distribution before = repository.require(distributionId);
        Distribution leaving = before;
        while (leaving.goal() != Goal.DELETED) {
            leaving = leave(leaving, caller).orElseGet(() -> repository.require(distributionId));
        }
        Advance advance = reconciler.advance(distributionId);
        advance.distribution().ifPresent(monitor::watch);
        return new Deletion(before, advance.distribution());
    }

    private Optional<Distribution> leave(Distribution distribution, Caller caller) {
        boolean neverCreated = distribution.status() == DistributionStatus.FAILED
                && distribution.cloudfrontId().isEmpty();
        return ledger.change(
                distribution,
                change -> change.goal(Goal.DELETED)
                        .status(neverCreated ? DistributionStatus.DELETING : DistributionStatus.DISABLING)
                        .deletionRequestedAt(clock.instant())
                        .errorMessage(null)
                        .updatedBy(caller.user()),
                Ledger.Entry.of(HistoryAction.DELETE_INITIATED, caller.user()));
    }
}
