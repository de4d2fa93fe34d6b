// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The origins there are. Reads by id see every write before them; {@link #findByBucketName} may miss one of the last
 * second. Thread-safe. Every method fails with {@link OperationException} when the table cannot be reached.
 */
public interface OriginRepository {

    /** The origin of that id. */
    Optional<Origin> find(String originId);

    /** The origins of those ids, in one batch; ids without an origin are left out, the order is not kept. */
    List<Origin> findAll(Collection<String> originIds);

    /** The origin whose bucket this is. */
    Optional<Origin> findByBucketName(String bucketName);

    /** Adds a new origin; false, with nothing written, when its id is taken. */
    boolean create(Origin origin);

    /**
     * Writes a changed origin if nobody has changed the stored one since it was read, that is if its version is still
     * {@code changed.version()}.
     *
     * @return the origin as stored, one version later; empty, with nothing written, when the race was lost
     */
    Optional<Origin> update(Origin changed);

    /** Deletes an origin that nobody has changed since it was read; one that is gone counts as deleted. */
    boolean delete(Origin origin);

    /**
     * A page of all origins, in no order that lasts.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    Page<Origin> list(PageRequest page);

    /**
     * Makes a distribution a reader through the origin access control, if the origin is active and it is not one yet.
     *
     * @return the origin as it is now, changed or not; empty when there is none
     */
    Optional<Origin> addDistribution(String originId, String distributionArn);

    /** Ends what {@link #addDistribution} began; gives the origin as it is now, empty when there is none. */
    Optional<Origin> removeDistribution(String originId, String distributionArn);

    /**
     * Makes a distribution a reader through its origin access identity, if the origin is active and that grant is not
     * there yet.
     *
     * @return the origin as it is now, changed or not; empty when there is none
     */
    Optional<Origin> putGrant(String originId, String distributionId, OaiGrant grant);

    /** Ends what {@link #putGrant} began; gives the origin as it is now, empty when there is none. */
    Optional<Origin> removeGrant(String originId, String distributionId);

    /**
     * Takes the right to write the bucket's policy, until {@link #endPolicyWrite} or that time.
     *
     * @param writer who writes; any text of its own
     * @return the origin as it is now; empty when somebody else is writing, or there is no such origin
     */
    Optional<Origin> beginPolicyWrite(String originId, String writer, Instant now, Instant until);

    /**
     * Gives that right back and notes which {@link Origin#policyVersion()} the bucket's policy follows now. Does nothing
     * when the right has passed to somebody else.
     */
    void endPolicyWrite(String originId, String writer, long appliedVersion);
}
