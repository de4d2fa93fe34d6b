// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.history.HistoryEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Distribution}; takes copies of what can change. Not thread-safe. */
public final class DistributionBuilder {
    String id = "";
    String name = "";

    @Nullable
    String description;

    DistributionStatus status = DistributionStatus.CREATING;
    Goal goal = Goal.DEPLOYED;
    long version = 1;
    ObjectNode config = Json.object();
    Map<String, String> tags = Map.of();
    String originDomain = "";
    List<String> originDomains = List.of();
    List<String> originIds = List.of();
    List<String> grantedOriginIds = List.of();

    @Nullable
    String cloudfrontId;

    @Nullable
    String arn;

    @Nullable
    String domainName;

    @Nullable
    String errorMessage;

    boolean multiOrigin;
    Map<String, String> stepTimes = Map.of();

    @Nullable
    ObjectNode multiOriginConfig;

    @Nullable
    String lambdaEdgeFunctionId;

    @Nullable
    String lambdaEdgeFunctionName;

    @Nullable
    String oaiId;

    @Nullable
    Instant replicationTriggeredAt;

    @Nullable
    String templateId;

    @Nullable
    String requestScope;

    @Nullable
    Instant deletionRequestedAt;

    @Nullable
    Instant deletedAt;

    String createdBy = "";
    Instant createdAt = Instant.EPOCH;
    String updatedBy = "";
    Instant updatedAt = Instant.EPOCH;
    List<HistoryEvent> unpublished = List.of();

    @Nullable
    Instant lastEventAt;

    long configVersion;

    @Nullable
    PendingUpdate pendingUpdate;

    @Nullable
    Instant busyUntil;

    DistributionBuilder() {}

    DistributionBuilder(DistributionBuilder other) {
        this.id = other.id;
        this.name = other.name;
        this.description = other.description;
        this.status = other.status;
        this.goal = other.goal;
        this.version = other.version;
        this.config = other.config;
        this.tags = other.tags;
        this.originDomain = other.originDomain;
        this.originDomains = other.originDomains;
        this.originIds = other.originIds;
        this.grantedOriginIds = other.grantedOriginIds;
        this.cloudfrontId = other.cloudfrontId;
        this.arn = other.arn;
        this.domainName = other.domainName;
        this.errorMessage = other.errorMessage;
        this.multiOrigin = other.multiOrigin;
        this.stepTimes = other.stepTimes;
        this.multiOriginConfig = other.multiOriginConfig;
        this.lambdaEdgeFunctionId = other.lambdaEdgeFunctionId;
        this.lambdaEdgeFunctionName = other.lambdaEdgeFunctionName;
        this.oaiId = other.oaiId;
        this.replicationTriggeredAt = other.replicationTriggeredAt;
        this.templateId = other.templateId;
        this.requestScope = other.requestScope;
        this.deletionRequestedAt = other.deletionRequestedAt;
        this.deletedAt = other.deletedAt;
        this.createdBy = other.createdBy;
        this.createdAt = other.createdAt;
        this.updatedBy = other.updatedBy;
        this.updatedAt = other.updatedAt;
        this.unpublished = other.unpublished;
        this.lastEventAt = other.lastEventAt;
        this.configVersion = other.configVersion;
        this.pendingUpdate = other.pendingUpdate;
        this.busyUntil = other.busyUntil;
    }

    /** The record. */
    public Distribution build() {
        return new Distribution(new DistributionBuilder(this));
    }

    /** See {@link Distribution#id()}. */
    public DistributionBuilder id(String newId) {
        this.id = newId;
        return this;
    }

    /** See {@link Distribution#name()}. */
    public DistributionBuilder name(String newName) {
        this.name = newName;
        return this;
    }

    /** See {@link Distribution#description()}. */
    public DistributionBuilder description(@Nullable String newDescription) {
        this.description = newDescription;
        return this;
    }

    /** See {@link Distribution#status()}. */
    public DistributionBuilder status(DistributionStatus newStatus) {
        this.status = newStatus;
        return this;
    }

    /** See {@link Distribution#goal()}. */
    public DistributionBuilder goal(Goal newGoal) {
        this.goal = newGoal;
        return this;
    }

    /** See {@link Distribution#version()}. */
    public DistributionBuilder version(long newVersion) {
        this.version = newVersion;
        return this;
    }

    /** See {@link Distribution#config()}. */
    public DistributionBuilder config(ObjectNode newConfig) {
        this.config = newConfig.deepCopy();
        return this;
    }

    /** See {@link Distribution#tags()}. */
    public DistributionBuilder tags(Map<String, String> newTags) {
        this.tags = Collections.unmodifiableMap(new TreeMap<>(newTags));
        return this;
    }

    /** See {@link Distribution#originDomain()}. */
    public DistributionBuilder originDomain(String newOriginDomain) {
        this.originDomain = newOriginDomain;
        return this;
    }

    /** See {@link Distribution#originDomains()}. */
    public DistributionBuilder originDomains(List<String> newOriginDomains) {
        this.originDomains = List.copyOf(newOriginDomains);
        return this;
    }

    /** See {@link Distribution#originIds()}. */
    public DistributionBuilder originIds(List<String> newOriginIds) {
        this.originIds = List.copyOf(newOriginIds);
        return this;
    }

    /** See {@link Distribution#grantedOriginIds()}. */
    public DistributionBuilder grantedOriginIds(List<String> newGrantedOriginIds) {
        this.grantedOriginIds = List.copyOf(newGrantedOriginIds);
        return this;
    }

    /** See {@link Distribution#cloudfrontId()}. */
    public DistributionBuilder cloudfrontId(@Nullable String newCloudfrontId) {
        this.cloudfrontId = newCloudfrontId;
        return this;
    }

    /** See {@link Distribution#arn()}. */
    public DistributionBuilder arn(@Nullable String newArn) {
        this.arn = newArn;
        return this;
    }

    /** See {@link Distribution#domainName()}. */
    public DistributionBuilder domainName(@Nullable String newDomainName) {
        this.domainName = newDomainName;
        return this;
    }

    /** See {@link Distribution#errorMessage()}. */
    public DistributionBuilder errorMessage(@Nullable String newErrorMessage) {
        this.errorMessage = newErrorMessage;
        return this;
    }

    /** See {@link Distribution#multiOrigin()}. */
    public DistributionBuilder multiOrigin(boolean newMultiOrigin) {
        this.multiOrigin = newMultiOrigin;
        return this;
    }

    /** See {@link Distribution#stepTimes()}. */
    public DistributionBuilder stepTimes(Map<String, String> newStepTimes) {
        this.stepTimes = Map.copyOf(newStepTimes);
        return this;
    }

    /** See {@link Distribution#multiOriginConfig()}. */
    public DistributionBuilder multiOriginConfig(@Nullable ObjectNode newMultiOriginConfig) {
        this.multiOriginConfig = newMultiOriginConfig == null ? null : newMultiOriginConfig.deepCopy();
        return this;
    }

    /** See {@link Distribution#lambdaEdgeFunctionId()}. */
    public DistributionBuilder lambdaEdgeFunctionId(@Nullable String newLambdaEdgeFunctionId) {
        this.lambdaEdgeFunctionId = newLambdaEdgeFunctionId;
        return this;
    }

    /** See {@link Distribution#lambdaEdgeFunctionName()}. */
    public DistributionBuilder lambdaEdgeFunctionName(@Nullable String newLambdaEdgeFunctionName) {
        this.lambdaEdgeFunctionName = newLambdaEdgeFunctionName;
        return this;
    }

    /** See {@link Distribution#oaiId()}. */
    public DistributionBuilder oaiId(@Nullable String newOaiId) {
        this.oaiId = newOaiId;
        return this;
    }

    /** See {@link Distribution#replicationTriggeredAt()}. */
    public DistributionBuilder replicationTriggeredAt(@Nullable Instant newReplicationTriggeredAt) {
        this.replicationTriggeredAt = newReplicationTriggeredAt == null ? null : toMillis(newReplicationTriggeredAt);
        return this;
    }

    /** See {@link Distribution#templateId()}. */
    public DistributionBuilder templateId(@Nullable String newTemplateId) {
        this.templateId = newTemplateId;
        return this;
    }

    /** See {@link Distribution#requestScope()}. */
    public DistributionBuilder requestScope(@Nullable String newRequestScope) {
        this.requestScope = newRequestScope;
        return this;
    }

    /** See {@link Distribution#deletionRequestedAt()}. */
    public DistributionBuilder deletionRequestedAt(@Nullable Instant newDeletionRequestedAt) {
        this.deletionRequestedAt = newDeletionRequestedAt == null ? null : toMillis(newDeletionRequestedAt);
        return this;
    }

    /** See {@link Distribution#deletedAt()}. */
    public DistributionBuilder deletedAt(@Nullable Instant newDeletedAt) {
        this.deletedAt = newDeletedAt == null ? null : toMillis(newDeletedAt);
        return this;
    }

    /** See {@link Distribution#createdBy()}. */
    public DistributionBuilder createdBy(String newCreatedBy) {
        this.createdBy = newCreatedBy;
        return this;
    }

    /** See {@link Distribution#createdAt()}. */
    public DistributionBuilder createdAt(Instant newCreatedAt) {
        this.createdAt = toMillis(newCreatedAt);
        return this;
    }

    /** See {@link Distribution#updatedBy()}. */
    public DistributionBuilder updatedBy(String newUpdatedBy) {
        this.updatedBy = newUpdatedBy;
        return this;
    }

    /** See {@link Distribution#updatedAt()}. */
    public DistributionBuilder updatedAt(Instant newUpdatedAt) {
        this.updatedAt = toMillis(newUpdatedAt);
        return this;
    }

    /** See {@link Distribution#unpublished()}. */
    public DistributionBuilder unpublished(List<HistoryEvent> newUnpublished) {
        this.unpublished = List.copyOf(newUnpublished);
        return this;
    }

    /** See {@link Distribution#lastEventAt()}. */
    public DistributionBuilder lastEventAt(@Nullable Instant newLastEventAt) {
        this.lastEventAt = newLastEventAt == null ? null : toMillis(newLastEventAt);
        return this;
    }

    private static Instant toMillis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    /** See {@link Distribution#configVersion()}. */
    public DistributionBuilder configVersion(long newConfigVersion) {
        this.configVersion = newConfigVersion;
        return this;
    }

    /** See {@link Distribution#pendingUpdate()}. */
    public DistributionBuilder pendingUpdate(@Nullable PendingUpdate newPendingUpdate) {
        this.pendingUpdate = newPendingUpdate;
        return this;
    }

    /** See {@link Distribution#busyUntil()}. */
    public DistributionBuilder busyUntil(@Nullable Instant newBusyUntil) {
        this.busyUntil = newBusyUntil == null ? null : newBusyUntil.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }
}
