// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions;

import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records there are. Reads by id see every write before them; {@link #findByName}, {@link #findByTemplate} and {@link #findByStatus} may miss
 * one of the last second. Thread-safe. Every method fails with {@link OperationException} when the table cannot be
 * reached.
 */
public interface DistributionRepository {

    /** The record of that id. */
    Optional<Distribution> find(String id);

    /**
     * The record of that id.
     *
     * @throws OperationException NOT_FOUND when there is none
     */
    default Distribution require(String id) {
        return find(id).orElseThrow(() -> OperationException.notFound("Distribution", id));
    }

    /**
     * Adds a new record; false, with nothing written, when its id is taken.
     *
     * @throws OperationException CONFLICT, with nothing written, when another record holds its name
     */
    boolean create(Distribution distribution);

    /**
     * Writes a changed record if the stored one still has the version of {@code before}; false, with nothing written, when
     * not.
     *
     * @throws OperationException CONFLICT, with nothing written, when it has another name now and another record holds it
     */
    boolean update(Distribution before, Distribution after);

    /** Deletes a record that nobody has changed since it was read; false when somebody has, or it is gone. */
    boolean delete(Distribution distribution);

    /**
     * A page of all distributions, in no order that lasts. Only what a list item shows is read: of these records id,
     * name, status, origins and creation can be used, and nothing else.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    Page<Distribution> list(PageRequest page);

    /**
     * The records of that name; empty when there are none. Of these only id, name, status, goal, CloudFront's id, request
     * scope and time of creation can be used.
     */
    List<Distribution> findByName(String name);

    /**
     * The records that have these aliases at CloudFront, by the alias as it was asked for; aliases that no record is known
     * to have are left out.
     */
    Map<String, Distribution> findByAliases(Collection<String> aliases);

    /**
     * The records made from that template; empty when there are none. Of these only id, name and template can be used.
     */
    List<Distribution> findByTemplate(String templateId);

    /**
     * All records of that status, the one unchanged for longest first; empty when there are none. Of these only id,
     * status, goal, version, leftovers, CloudFront's id and the time of the last change can be used.
     */
    List<Distribution> findByStatus(DistributionStatus status);
}
