// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.config.EnvironmentVariable;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.log.JsonLog;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.cloudfront.CloudFrontDistributions;
import dev.cfmanager.distributions.cloudfront.LiveConfig;
import dev.cfmanager.distributions.history.HistoryAction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * After its first deployment, updates the comment of a multi-origin distribution once, which makes CloudFront deploy it
 * again. CloudFront replicates an edge function when it is associated, so this is off unless {@code
 * LAMBDA_EDGE_REPLICATION_TRIGGER} says {@code true}.
 *
 * <p>The record says that it was done before it is done: whoever dies in between has not done it, and nobody does it
 * twice. A refusal is only logged, since nothing depends on it.
 */
final class TriggerReplication implements Step {
    private final Ledger ledger;
    private final CloudFrontDistributions cloudFront;
    private final Env env;
    private final InstantSource clock;
    private final JsonLog log;

    TriggerReplication(ExecutionEnvironment environment, Ledger ledger, CloudFrontDistributions cloudFront) {
        this.ledger = ledger;
        this.cloudFront = cloudFront;
        this.env = environment.env();
        this.clock = environment.clock();
        this.log = environment.log();
    }

    @Override
    public Progress take(Distribution distribution) {
        if (!distribution.multiOrigin()
                || distribution.status() != DistributionStatus.DEPLOYED
                || distribution.replicationTriggeredAt().isPresent()
                || !env.get(EnvironmentVariable.LAMBDA_EDGE_REPLICATION_TRIGGER, "false")
                        .equals("true")) {
            return new Progress.Next(distribution);
        }
        Instant now = clock.instant();
        Optional<Distribution> only = ledger.change(distribution, change -> change.replicationTriggeredAt(now));
        return only.map(mine -> trigger(mine, now)).orElseGet(Progress.Lost::new);
    }

    private Progress trigger(Distribution distribution, Instant now) {
        String cloudfrontId = distribution.cloudfrontId().orElseThrow();
        String comment;
        try {
            Optional<LiveConfig> live = cloudFront.config(cloudfrontId);
            if (live.isEmpty()) {
                return new Progress.Next(distribution);
            }
            ObjectNode config = live.get().config();
            comment = ReplicationComment.of(config.path("Comment").asText(), now);
            if (cloudFront
                    .update(cloudfrontId, live.get(), config.put("Comment", comment))
                    .isEmpty()) {
                return new Progress.Next(distribution); // somebody else has just updated it, which does as well
            }
        } catch (OperationException refused) {
            log.warn("replication not triggered", Map.of("distributionId", distribution.id(), "failure", refused));
            return new Progress.Next(distribution);
        }
        Optional<Distribution> deploying = ledger.change(
                distribution,
                change -> change.status(DistributionStatus.IN_PROGRESS),
                Ledger.Entry.of(HistoryAction.REPLICATION_TRIGGERED, "system").with("comment", comment),
                Observation.changed(distribution, DistributionStatus.IN_PROGRESS));
        return deploying
                .<Progress>map(record -> new Progress.Wait(record, Pace.deployment(record, now)))
                .orElseGet(Progress.Lost::new);
    }
}
