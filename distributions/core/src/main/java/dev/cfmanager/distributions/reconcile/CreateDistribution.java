// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.api.Caller;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.config.IdSource;
import dev.cfmanager.common.dynamo.Hashes;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.Distribution;
import dev.cfmanager.distributions.DistributionBuilder;
import dev.cfmanager.distributions.DistributionJson;
import dev.cfmanager.distributions.DistributionRepository;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.DistributionStatus;
import dev.cfmanager.distributions.DynamoDistributionRepository;
import dev.cfmanager.distributions.Goal;
import dev.cfmanager.distributions.Ledger;
import dev.cfmanager.distributions.TakenNames;
import dev.cfmanager.distributions.config.DistributionConfigs;
import dev.cfmanager.distributions.config.PreparedConfig;
import dev.cfmanager.distributions.history.History;
import dev.cfmanager.distributions.history.HistoryAction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a distribution: checks everything, writes the record, takes the reconciler's first steps and has the rest
 * watched. Sent again with the same scope it goes on with the same record, wherever the first attempt died.
 */
public final class CreateDistribution {
    private final DistributionRepository repository;
    private final Ledger ledger;
    private final DistributionConfigs configs;
    private final TakenNames taken;
    private final Reconciler reconciler;
    private final StatusMonitor monitor;
    private final IdSource ids;
    private final InstantSource clock;

    /** The use case over this environment's tables and clients. */
    public CreateDistribution(ExecutionEnvironment environment) {
        this.repository = new DynamoDistributionRepository(environment);
        this.ledger = new Ledger(environment, repository, new History(environment));
        this.configs = new DistributionConfigs(environment);
        this.taken = new TakenNames(repository);
        this.reconciler = new Reconciler(environment);
        this.monitor = new StatusMonitor(environment);
        this.ids = environment.ids();
        this.clock = environment.clock();
    }

    /**
     * What was created.
     *
     * @param distribution the record
     * @param warnings what is not done yet and being tried again, for people; empty when all is well
     */
    public record Created(Distribution distribution, List<String> warnings) {

        /** Whether CloudFront has it; else it is being created in the background. */
        public boolean atCloudFront() {
            return distribution.cloudfrontId().isPresent();
        }

        /**
         * What the caller is told: {@code distribution}, {@code warnings[]} where there are any, {@code lambdaEdgeFunction}
         * with several origins; 201, or 202 when it is being created in the background.
         */
        public ApiResponse answer() {
            ApiResponse answer = ApiResponse.created("distribution", DistributionJson.whole(distribution));
            if (!warnings.isEmpty()) {
                ArrayNode texts = Json.array();
                warnings.forEach(texts::add);
                answer = answer.with("warnings", texts);
            }
            if (distribution.multiOrigin()) {
                answer = answer.with("lambdaEdgeFunction", DistributionJson.edgeFunction(distribution));
            }
            return atCloudFront()
                    ? answer.withMessage("The distribution was created and is being deployed.")
                    : answer.withStatus(202).withMessage("The distribution is being created.");
        }
    }

    /**
     * Creates a distribution for a caller.
     *
     * @param requestScope what makes the request the same when sent again; without one every call creates another
     * @throws OperationException VALIDATION_ERROR with every problem; CONFLICT for a taken name or alias;
     *     INVALID_CONFIGURATION and QUOTA_EXCEEDED when CloudFront refuses it, after which nothing is left but a record
     *     that says so
     */
    public Created run(DistributionSpec spec, Caller caller, Optional<String> requestScope) {
        PreparedConfig prepared = configs.forCreate(spec);
        taken.check(spec.name(), prepared.config(), other -> isSameRequest(other, requestScope), spec.problems());
        spec.problems().throwIfAny("Invalid distribution configuration");
        Distribution opened = open(spec, prepared, caller, requestScope);
        Advance advance = reconciler.advance(opened.id());
        Distribution created = advance.distribution().orElse(opened);
        if (!advance.outcome().after().isZero()) {
            monitor.watch(created);
        }
        if (advance.outcome() instanceof Outcome.Failed failed) {
            throw failed.reason();
        }
        return new Created(created, warnings(created));
    }

    private Distribution open(DistributionSpec spec, PreparedConfig prepared, Caller caller, Optional<String> scope) {
        for (int attempt = 0; ; attempt++) {
            String id = id(scope, attempt);
            Distribution draft = draft(id, spec, prepared, caller, scope);
            Optional<Distribution> opened =
                    ledger.open(draft, Ledger.Entry.of(HistoryAction.CREATE_INITIATED, caller.user()));
            if (opened.isPresent()) {
                return opened.get();
            }
            Optional<Distribution> existing = repository.find(id).filter(other -> isSameRequest(other, scope));
            if (existing.isPresent()) {
                if (existing.get().goal() == Goal.DELETED
                        || !existing.get().leftovers().isEmpty()) {
                    throw OperationException.conflict(
                            "Distribution " + id + ", which this request created before, is being"
                                    + " removed; use a new Idempotency-Key for a new one.");
                }
                return failedBefore(existing.get()) ? reopen(existing.get(), draft, caller) : existing.get();
            }
        }
    }

    /** With a scope always the same ids, tried in the same order, so that a repeated request meets its own record. */
    private String id(Optional<String> scope, int attempt) {
        return scope.map(text -> "dist-" + Hashes.sha256(text + "\n" + attempt).substring(0, 8))
                .orElseGet(() -> ids.next("dist"));
    }

    private Distribution draft(
            String id, DistributionSpec spec, PreparedConfig prepared, Caller caller, Optional<String> scope) {
        Instant now = clock.instant();
        DistributionBuilder draft = Distribution.builder()
                .id(id)
                .name(spec.name())
                .description(spec.description())
                .tags(spec.tags())
                .templateId(spec.templateId())
                .multiOrigin(spec.multiOrigin())
                .multiOriginConfig(spec.multiOriginConfig())
                .originIds(prepared.originIds())
                .originDomain(prepared.originDomain())
                .originDomains(prepared.originDomains())
                .requestScope(scope.orElse(null))
                .createdBy(caller.user())
                .createdAt(now)
                .updatedBy(caller.user())
                .updatedAt(now);
        ObjectNode config = prepared.config().deepCopy();
        config.put("CallerReference", draft.build().callerReference());
        return draft.config(config).build();
    }

    /** A creation that CloudFront refused left nothing but its record: the same request may try anew with it. */
    private Distribution reopen(Distribution failed, Distribution draft, Caller caller) {
        Optional<Distribution> reopened = ledger.change(
                failed,
                change -> change.name(draft.name())
                        .description(draft.description().orElse(null))
                        .tags(draft.tags())
                        .templateId(draft.templateId().orElse(null))
                        .multiOrigin(draft.multiOrigin())
                        .multiOriginConfig(draft.multiOriginConfig().orElse(null))
                        .config(draft.config())
                        .originIds(draft.originIds())
                        .originDomain(draft.originDomain())
                        .originDomains(draft.originDomains())
                        .stepTimes(Map.of())
                        .status(DistributionStatus.CREATING)
                        .goal(Goal.DEPLOYED)
                        .errorMessage(null)
                        .createdAt(draft.createdAt())
                        .updatedBy(caller.user()),
                Ledger.Entry.of(HistoryAction.CREATE_INITIATED, caller.user()));
        return reopened.orElseGet(() -> repository.require(failed.id()));
    }

    private static boolean isSameRequest(Distribution other, Optional<String> scope) {
        return scope.isPresent() && other.requestScope().equals(scope);
    }

    private static boolean failedBefore(Distribution distribution) {
        return distribution.status() == DistributionStatus.FAILED
                && distribution.cloudfrontId().isEmpty();
    }

    private static List<String> warnings(Distribution distribution) {
        return distribution.missingGrants().stream()
                .map(originId -> "Origin " + originId
                        + " does not let this distribution read yet; that is being tried again"
                        + distribution.errorMessage().map(error -> ": " + error).orElse("."))
                .toList();
    }
}
