// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of a distribution: what was asked for ({@link #config()}, {@link #goal()}), the facts known so far, and how
 * far it has come ({@link #status()}). Immutable; a change is a new one made with {@link #toBuilder()} and written by
 * {@link Ledger}.
 */
public final class Distribution {
    private final DistributionBuilder values;

    Distribution(DistributionBuilder values) {
        this.values = values;
    }

    /** A new record: version 1, {@code Creating}, on its way to being deployed. */
    public static DistributionBuilder builder() {
        return new DistributionBuilder();
    }

    /** A builder that starts from this record. */
    public DistributionBuilder toBuilder() {
        return new DistributionBuilder(values);
    }

    /** Such as {@code dist-1a2b3c4d}. */
    public String id() {
        return values.id;
    }

    /** The name people gave it; no two distributions that exist share one. */
    public String name() {
        return values.name;
    }

    /** What people wrote about it. */
    public Optional<String> description() {
        return Optional.ofNullable(values.description);
    }

    /** Where it is on its way. */
    public DistributionStatus status() {
        return values.status;
    }

    /** What it is to become. */
    public Goal goal() {
        return values.goal;
    }

    /** Counts its changes from 1; writes are conditional on it. */
    public long version() {
        return values.version;
    }

    /** The {@code DistributionConfig} as CloudFront got it, in AWS's member names; a copy. */
    public ObjectNode config() {
        return values.config.deepCopy();
    }

    /** Its tags at CloudFront; empty when there are none. */
    public Map<String, String> tags() {
        return values.tags;
    }

    /** Domain of the origin that the default behaviour targets; empty when not known. */
    public String originDomain() {
        return values.originDomain;
    }

    /** The domains of all origins of its configuration; empty when not known. */
    public List<String> originDomains() {
        return values.originDomains;
    }

    /** The managed origins of its configuration, which have to let it read; empty when there are none. */
    public List<String> originIds() {
        return values.originIds;
    }

    /** The managed origins that do let it read; the reconciler makes this equal to {@link #originIds()}. */
    public List<String> grantedOriginIds() {
        return values.grantedOriginIds;
    }

    /** CloudFront's id, such as {@code E2QWRUHAPOMQZL}; absent until CloudFront has it. */
    public Optional<String> cloudfrontId() {
        return Optional.ofNullable(values.cloudfrontId);
    }

    /** Its ARN; absent until CloudFront has it. */
    public Optional<String> arn() {
        return Optional.ofNullable(values.arn);
    }

    /** Its own domain, such as {@code d111111abcdef8.cloudfront.net}; absent until CloudFront has it. */
    public Optional<String> domainName() {
        return Optional.ofNullable(values.domainName);
    }

    /** What stands in its way, or why it failed, for people. */
    public Optional<String> errorMessage() {
        return Optional.ofNullable(values.errorMessage);
    }

    /** Whether an edge function chooses among several origins. */
    public boolean multiOrigin() {
        return values.multiOrigin;
    }

    /** When which step of a multi-origin creation was done, by its name; empty for one origin. */
    public Map<String, String> stepTimes() {
        return values.stepTimes;
    }

    /** {@code defaultOriginId}, {@code additionalOriginIds}, {@code preset}; absent for one origin; a copy. */
    public Optional<ObjectNode> multiOriginConfig() {
        return Optional.ofNullable(values.multiOriginConfig).map(ObjectNode::deepCopy);
    }

    /** Our id of the edge function, such as {@code func-1a2b3c4d}; absent for one origin. */
    public Optional<String> lambdaEdgeFunctionId() {
        return Optional.ofNullable(values.lambdaEdgeFunctionId);
    }

    /** Lambda's name of the edge function; absent for one origin. */
    public Optional<String> lambdaEdgeFunctionName() {
        return Optional.ofNullable(values.lambdaEdgeFunctionName);
    }

    /** Id of the origin access identity; absent for one origin. */
    public Optional<String> oaiId() {
        return Optional.ofNullable(values.oaiId);
    }

    /** When the first deployment of a multi-origin distribution was followed by an update. */
    public Optional<Instant> replicationTriggeredAt() {
        return Optional.ofNullable(values.replicationTriggeredAt);
    }

    /** The template it was made from. */
    public Optional<String> templateId() {
        return Optional.ofNullable(values.templateId);
    }

    /** What makes the request that created it the same when sent again. */
    public Optional<String> requestScope() {
        return Optional.ofNullable(values.requestScope);
    }

    /** When its deletion was asked for. */
    public Optional<Instant> deletionRequestedAt() {
        return Optional.ofNullable(values.deletionRequestedAt);
    }

    /** When everything of it was gone except this record, which follows at once. */
    public Optional<Instant> deletedAt() {
        return Optional.ofNullable(values.deletedAt);
    }

    /** Who created it. */
    public String createdBy() {
        return values.createdBy;
    }

    /** When, to the millisecond. */
    public Instant createdAt() {
        return values.createdAt;
    }

    /** Who changed it last. */
    public String updatedBy() {
        return values.updatedBy;
    }

    /** When it changed last, by anybody or by itself. */
    public Instant updatedAt() {
        return values.updatedAt;
    }

    /** Events that go with the last changes and are not in the history table yet, oldest first. */
    public List<HistoryEvent> unpublished() {
        return values.unpublished;
    }

    /** Time of its last event; the next one is later. */
    public Optional<Instant> lastEventAt() {
        return Optional.ofNullable(values.lastEventAt);
    }

    /** Number of the kept version that {@link #config()} is; 0 as long as nothing was applied. */
    public long configVersion() {
        return values.configVersion;
    }

    /** A change that was accepted and is not applied yet. */
    public Optional<PendingUpdate> pendingUpdate() {
        return Optional.ofNullable(values.pendingUpdate);
    }

    /** Until when one worker alone changes what CloudFront and the origins have of it; absent when nobody does. */
    public Optional<Instant> busyUntil() {
        return Optional.ofNullable(values.busyUntil);
    }

    /** Whether somebody is at work with it at that time, or died less than a worker's life ago. */
    public boolean isBusy(Instant now) {
        return values.busyUntil != null && now.isBefore(values.busyUntil);
    }

    /** What AWS knows it by once it exists; the same for every attempt to create it, and for no other record. */
    public String callerReference() {
        return values.id + "-" + values.createdAt.toEpochMilli();
    }

    /**
     * What of it still exists at AWS and is to be removed, as {@code kind id}; empty as long as it is wanted, and when
     * nothing is left.
     */
    public List<String> leftovers() {
        List<String> left = new ArrayList<>();
        if (values.goal != Goal.DEPLOYED) {
            cloudfrontId().ifPresent(id -> left.add("distribution " + id));
            values.grantedOriginIds.forEach(id -> left.add("access-to-origin " + id));
            oaiId().ifPresent(id -> left.add("origin-access-identity " + id));
            lambdaEdgeFunctionId().ifPresent(id -> left.add("edge-function " + id));
        }
        return left;
    }

    /** The managed origins that do not let it read yet. */
    public List<String> missingGrants() {
        return values.originIds.stream()
                .filter(originId -> !values.grantedOriginIds.contains(originId))
                .toList();
    }

    /** The managed origins that still let it read although its configuration names them no more. */
    public List<String> formerGrants() {
        return values.grantedOriginIds.stream()
                .filter(originId -> !values.originIds.contains(originId))
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Distribution distribution
                && DistributionSchema.SCHEMA
                        .itemToMap(this, true)
                        .equals(DistributionSchema.SCHEMA.itemToMap(distribution, true));
    }

    @Override
    public int hashCode() {
        return values.id.hashCode();
    }

    @Override
    public String toString() {
        return "Distribution" + DistributionSchema.SCHEMA.itemToMap(this, true);
    }
}
