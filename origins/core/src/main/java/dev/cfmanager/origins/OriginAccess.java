// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets distributions read origins and stops them: changes the origin's membership, then brings the bucket's policy in
 * line with it. Every method may be repeated, and goes on where one that died stopped.
 *
 * <p>The record is the truth and the policy follows it. One writer at a time holds a lease on the record, computes the
 * policy from the membership it read with the lease, and notes the {@code policyVersion} it wrote; so two changes at
 * once lose nothing, and a policy that lags is known by {@code policyApplied < policyVersion}. Thread-safe.
 */
public final class OriginAccess {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ExecutionEnvironment environment;
    private final OriginRepository origins;
    private final BucketPolicies policies;

    /** The use case over these origins. */
    public OriginAccess(ExecutionEnvironment environment, OriginRepository origins) {
        this.environment = environment;
        this.origins = origins;
        this.policies = new BucketPolicies(environment);
    }

    /**
     * Lets a distribution read through the origin access control; afterwards the bucket's policy allows it.
     *
     * @throws OperationException NOT_FOUND when there is no such origin; CONFLICT when it is being created or deleted;
     *     a transient kind when the policy could not be written yet: the membership stands, {@link #repair} or the same
     *     call finishes it
     */
    public Origin grantDistribution(String originId, String distributionArn) {
        Origin origin = found(originId, origins.addDistribution(originId, distributionArn));
        requireActive(origin, origin.distributionArns().contains(distributionArn));
        return follow(origin);
    }

    /** Ends what {@link #grantDistribution} began; an origin or bucket that is gone counts as done. */
    public void withdrawDistribution(String originId, String distributionArn) {
        origins.removeDistribution(originId, distributionArn).ifPresent(this::follow);
    }

    /**
     * Lets a distribution read through its origin access identity; waits a while for S3 to know a new identity.
     *
     * @param distributionId our id of the distribution
     * @throws OperationException as {@link #grantDistribution}
     */
    public Origin grantIdentity(String originId, String distributionId, OaiGrant grant) {
        Origin origin = found(originId, origins.putGrant(originId, distributionId, grant));
        requireActive(origin, grant.equals(origin.oaiGrants().get(distributionId)));
        return follow(origin);
    }

    /** Ends what {@link #grantIdentity} began; an origin or bucket that is gone counts as done. */
    public void withdrawIdentity(String originId, String distributionId) {
        origins.removeGrant(originId, distributionId).ifPresent(this::follow);
    }

    /**
     * Brings the bucket's policy in line with the record, whatever it says now.
     *
     * @return the origin as it is then; empty when there is none
     */
    public Optional<Origin> repair(String originId) {
        return origins.find(originId).map(origin -> bring(origin, true));
    }

    private Origin follow(Origin origin) {
        return bring(origin, false);
    }

    private Origin bring(Origin origin, boolean always) {
        String writer = environment.ids().uuid().toString();
        Duration wait = FIRST_WAIT;
        Origin latest = origin;
        while (always || latest.policyApplied() < origin.policyVersion()) {
            Instant now = environment.clock().instant();
            Optional<Origin> leased = origins.beginPolicyWrite(origin.id(), writer, now, now.plus(Origin.LONGEST_WORK));
            if (leased.isPresent()) {
                return write(leased.get(), writer);
            }
            if (Deadline.left().compareTo(wait) < 0) {
                throw OperationException.throttled(
                        "The policy of bucket " + origin.bucketName() + " is being written by another request;"
                                + " try again in a moment.",
                        RETRY_AFTER,
                        null);
            }
            environment.sleeper().sleep(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            Optional<Origin> read = origins.find(origin.id());
            if (read.isEmpty()) {
                return latest;
            }
            latest = read.get();
        }
        return latest;
    }

    private Origin write(Origin origin, String writer) {
        try {
            policies.bring(origin.region(), BucketReaders.of(origin));
        } catch (RuntimeException failure) {
            origins.endPolicyWrite(origin.id(), writer, origin.policyApplied());
            throw failure;
        }
        origins.endPolicyWrite(origin.id(), writer, origin.policyVersion());
        return origin.toBuilder().policyApplied(origin.policyVersion()).build();
    }

    private static Origin found(String originId, Optional<Origin> origin) {
        return origin.orElseThrow(() -> OperationException.notFound("Origin", originId));
    }

    private static void requireActive(Origin origin, boolean granted) {
        if (!granted) {
            throw OperationException.conflict("Origin " + origin.id() + " (" + origin.name() + ") is "
                    + (origin.state() == OriginState.CREATING ? "still being created" : "being deleted")
                    + ", so no distribution can use it now.");
        }
    }
}
