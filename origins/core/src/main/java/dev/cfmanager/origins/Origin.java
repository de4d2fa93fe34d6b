// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An S3 bucket that distributions serve from, and who may read it. Immutable; a change is a new one made with
 * {@link #toBuilder()}.
 *
 * <p>{@link #distributionArns()} and {@link #oaiGrants()} together are the membership: they decide whether the origin
 * is in use and what its bucket's policy says. Only {@link OriginAccess} changes them.
 */
public final class Origin {
    /** The kind of origin there is so far: an S3 bucket. */
    public static final String S3 = "s3";

    /** Longer than any function lives: who said to be at work, and is not done after this, is not any more. */
    public static final Duration LONGEST_WORK = Duration.ofSeconds(75);

    private final Builder values;

    private Origin(Builder values) {
        this.values = values;
    }

    /** A new origin: active, of kind {@value #S3}, version 1, with nobody using it. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this origin. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Such as {@code origin-1a2b3c4d}. */
    public String id() {
        return values.id;
    }

    /** What sort of thing it is: {@value #S3}. */
    public String kind() {
        return values.kind;
    }

    /** Where it is in its life. */
    public OriginState state() {
        return values.state;
    }

    /** The name people gave it. */
    public String name() {
        return values.name;
    }

    /** The bucket. */
    public String bucketName() {
        return values.bucketName;
    }

    /** The bucket's region. */
    public String region() {
        return values.region;
    }

    /** Whether the bucket was there before the origin, so that it is neither emptied nor deleted with it. */
    public boolean attached() {
        return values.attached;
    }

    /** Id of its origin access control; absent until made. */
    public Optional<String> oacId() {
        return Optional.ofNullable(values.oacId);
    }

    /** ARNs of the distributions that read through the origin access control; empty when there are none. */
    public Set<String> distributionArns() {
        return values.distributionArns;
    }

    /** The distributions that read through an origin access identity, by distribution id; empty when there are none. */
    public Map<String, OaiGrant> oaiGrants() {
        return values.oaiGrants;
    }

    /** ARNs of all distributions that use it, in order. */
    public Set<String> usingArns() {
        Set<String> arns = new TreeSet<>(values.distributionArns);
        values.oaiGrants.values().forEach(grant -> arns.add(grant.arn()));
        return arns;
    }

    /** Whether S3 website hosting is configured. */
    public boolean websiteEnabled() {
        return values.websiteEnabled;
    }

    /** S3's website configuration ({@code IndexDocument.Suffix}, {@code ErrorDocument.Key}); absent when off. */
    public Optional<ObjectNode> websiteConfiguration() {
        return Optional.ofNullable(values.websiteConfiguration).map(ObjectNode::deepCopy);
    }

    /** S3's CORS configuration ({@code CORSRules[]}); absent when off. */
    public Optional<ObjectNode> corsConfiguration() {
        return Optional.ofNullable(values.corsConfiguration).map(ObjectNode::deepCopy);
    }

    /** Whether viewers get 404 for missing objects; else S3 answers 403, as it does to readers that may not list. */
    public boolean missingObjectsAre404() {
        return values.missingObjectsAre404;
    }

    /** Whether anybody may read the bucket without CloudFront. */
    public boolean publicRead() {
        return values.publicRead;
    }

    /** Tags of the bucket, beside the manager's own; empty when there are none. */
    public Map<String, String> tags() {
        return values.tags;
    }

    /** Counts the changes that the bucket's policy must follow. */
    public long policyVersion() {
        return values.policyVersion;
    }

    /** The {@link #policyVersion()} that the bucket's policy follows already. */
    public long policyApplied() {
        return values.policyApplied;
    }

    /** Counts all changes; writes are conditional on it. */
    public long version() {
        return values.version;
    }

    /** The request that created it, see {@code ApiRequest.idempotencyScope}; absent when that carried no key. */
    public Optional<String> creationScope() {
        return Optional.ofNullable(values.creationScope);
    }

    /** A hash of what was asked for at creation, by which a repeated create is known. */
    public Optional<String> creationHash() {
        return Optional.ofNullable(values.creationHash);
    }

    /** What went wrong and left something behind; absent when all is well. */
    public Optional<String> errorMessage() {
        return Optional.ofNullable(values.errorMessage);
    }

    /** The settings that may be different in S3 from this record, because a change of them died or failed. */
    public Set<BucketSetting> unsettled() {
        return values.unsettled;
    }

    /** How much its deletion may take, once that has found it unused and begun: then there is no way back. */
    public Optional<Removal> removal() {
        return Optional.ofNullable(values.removal);
    }

    /** Until when somebody is at work creating, changing or deleting it; absent when nobody is. */
    public Optional<Instant> busyUntil() {
        return Optional.ofNullable(values.busyUntil);
    }

    /** Whether somebody is at work creating, changing or deleting it now. */
    public boolean isBusy(Instant now) {
        return values.busyUntil != null && now.isBefore(values.busyUntil);
    }

    /** Who created it. */
    public String createdBy() {
        return values.createdBy;
    }

    /** When it was created. */
    public Instant createdAt() {
        return values.createdAt;
    }

    /** Who changed it last. */
    public String updatedBy() {
        return values.updatedBy;
    }

    /** When it was changed last. */
    public Instant updatedAt() {
        return values.updatedAt;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that
                && OriginSchema.SCHEMA.itemToMap(this, true).equals(OriginSchema.SCHEMA.itemToMap(that, true));
    }

    @Override
    public int hashCode() {
        return values.id.hashCode();
    }

    @Override
    public String toString() {
        return "Origin" + OriginSchema.SCHEMA.itemToMap(this, true);
    }

    /** Collects the values of an {@link Origin}; not thread-safe. */
    public static final class Builder {
        private String id = "";
        private String kind = S3;
        private OriginState state = OriginState.ACTIVE;
        private String name = "";
        private String bucketName = "";
        private String region = "";
        private boolean attached;
        private @Nullable String oacId;
        private Set<String> distributionArns = Set.of();
        private Map<String, OaiGrant> oaiGrants = Map.of();
        private boolean websiteEnabled;
        private @Nullable ObjectNode websiteConfiguration;
        private @Nullable ObjectNode corsConfiguration;
        private boolean missingObjectsAre404;
        private boolean publicRead;
        private Map<String, String> tags = Map.of();
        private long policyVersion;
        private long policyApplied;
        private long version = 1;
        private @Nullable String creationScope;
        private @Nullable String creationHash;
        private @Nullable String errorMessage;
        private Set<BucketSetting> unsettled = Set.of();
        private @Nullable Removal removal;
        private @Nullable Instant busyUntil;
        private String createdBy = "";
        private Instant createdAt = Instant.EPOCH;
        private String updatedBy = "";
        private Instant updatedAt = Instant.EPOCH;

        private Builder() {}

        private Builder(Builder from) {
            id = from.id;
            kind = from.kind;
            state = from.state;
            name = from.name;
            bucketName = from.bucketName;
            region = from.region;
            attached = from.attached;
            oacId = from.oacId;
            distributionArns = from.distributionArns;
            oaiGrants = from.oaiGrants;
            websiteEnabled = from.websiteEnabled;
            websiteConfiguration = from.websiteConfiguration;
            corsConfiguration = from.corsConfiguration;
            missingObjectsAre404 = from.missingObjectsAre404;
            publicRead = from.publicRead;
            tags = from.tags;
            policyVersion = from.policyVersion;
            policyApplied = from.policyApplied;
            version = from.version;
            creationScope = from.creationScope;
            creationHash = from.creationHash;
            errorMessage = from.errorMessage;
            unsettled = from.unsettled;
            removal = from.removal;
            busyUntil = from.busyUntil;
            createdBy = from.createdBy;
            createdAt = from.createdAt;
            updatedBy = from.updatedBy;
            updatedAt = from.updatedAt;
        }

        /** Sets {@link Origin#id()}. */
        public Builder id(String value) {
            this.id = value;
            return this;
        }

        /** Sets {@link Origin#kind()}. */
        public Builder kind(String value) {
            this.kind = value;
            return this;
        }

        /** Sets {@link Origin#state()}. */
        public Builder state(OriginState value) {
            this.state = value;
            return this;
        }

        /** Sets {@link Origin#name()}. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** Sets {@link Origin#bucketName()}. */
        public Builder bucketName(String value) {
            this.bucketName = value;
            return this;
        }

        /** Sets {@link Origin#region()}. */
        public Builder region(String value) {
            this.region = value;
            return this;
        }

        /** Sets {@link Origin#attached()}. */
        public Builder attached(boolean value) {
            this.attached = value;
            return this;
        }

        /** Sets {@link Origin#oacId()}; null for none. */
        public Builder oacId(@Nullable String value) {
            this.oacId = value;
            return this;
        }

        /** Sets {@link Origin#distributionArns()}. */
        public Builder distributionArns(Set<String> value) {
            this.distributionArns = Collections.unmodifiableSet(new TreeSet<>(value));
            return this;
        }

        /** Sets {@link Origin#oaiGrants()}. */
        public Builder oaiGrants(Map<String, OaiGrant> value) {
            this.oaiGrants = Collections.unmodifiableMap(new TreeMap<>(value));
            return this;
        }

        /** Sets {@link Origin#websiteEnabled()}. */
        public Builder websiteEnabled(boolean value) {
            this.websiteEnabled = value;
            return this;
        }

        /** Sets {@link Origin#websiteConfiguration()}; null for none. */
        public Builder websiteConfiguration(@Nullable ObjectNode value) {
            this.websiteConfiguration = value == null ? null : value.deepCopy();
            return this;
        }

        /** Sets {@link Origin#corsConfiguration()}; null for none. */
        public Builder corsConfiguration(@Nullable ObjectNode value) {
            this.corsConfiguration = value == null ? null : value.deepCopy();
            return this;
        }

        /** Sets {@link Origin#missingObjectsAre404()}. */
        public Builder missingObjectsAre404(boolean value) {
            this.missingObjectsAre404 = value;
            return this;
        }

        /** Sets {@link Origin#publicRead()}. */
        public Builder publicRead(boolean value) {
            this.publicRead = value;
            return this;
        }

        /** Sets {@link Origin#tags()}. */
        public Builder tags(Map<String, String> value) {
            this.tags = Collections.unmodifiableMap(new TreeMap<>(value));
            return this;
        }

        /** Sets {@link Origin#policyVersion()}. */
        public Builder policyVersion(long value) {
            this.policyVersion = value;
            return this;
        }

        /** Sets {@link Origin#policyApplied()}. */
        public Builder policyApplied(long value) {
            this.policyApplied = value;
            return this;
        }

        /** Sets {@link Origin#version()}. */
        public Builder version(long value) {
            this.version = value;
            return this;
        }

        /** Sets {@link Origin#creationScope()}; null for none. */
        public Builder creationScope(@Nullable String value) {
            this.creationScope = value;
            return this;
        }

        /** Sets {@link Origin#creationHash()}; null for none. */
        public Builder creationHash(@Nullable String value) {
            this.creationHash = value;
            return this;
        }

        /** Sets {@link Origin#errorMessage()}; null for none. */
        public Builder errorMessage(@Nullable String value) {
            this.errorMessage = value;
            return this;
        }

        /** Sets {@link Origin#unsettled()}. */
        public Builder unsettled(Set<BucketSetting> value) {
            this.unsettled = Collections.unmodifiableSet(new TreeSet<>(value));
            return this;
        }

        /** Sets {@link Origin#removal()}; null for none. */
        public Builder removal(@Nullable Removal value) {
            this.removal = value;
            return this;
        }

        /** Sets {@link Origin#busyUntil()}; null for nobody. */
        public Builder busyUntil(@Nullable Instant value) {
            this.busyUntil = value;
            return this;
        }

        /** Sets {@link Origin#createdBy()}. */
        public Builder createdBy(String value) {
            this.createdBy = value;
            return this;
        }

        /** Sets {@link Origin#createdAt()}. */
        public Builder createdAt(Instant value) {
            this.createdAt = value;
            return this;
        }

        /** Sets {@link Origin#updatedBy()}. */
        public Builder updatedBy(String value) {
            this.updatedBy = value;
            return this;
        }

        /** Sets {@link Origin#updatedAt()}. */
        public Builder updatedAt(Instant value) {
            this.updatedAt = value;
            return this;
        }

        /** The origin with the values set so far. */
        public Origin build() {
            return new Origin(new Builder(this));
        }
    }
}
