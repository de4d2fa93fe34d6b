// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.error.OperationException;
import java.util.List;

/**
 * Tells who uses an origin, beyond what the origin's own record knows: a distribution uses it from the moment its record
 * names it, long before CloudFront and the bucket's policy know.
 *
 * <p>A delete first marks the origin {@link OriginState#DELETING} and then asks; a create first writes the
 * distribution's record and then reads the origin again. Both read consistently, so at least one of two that run at the
 * same time sees the other.
 */
@FunctionalInterface
public interface OriginUsers {

    /**
     * The distributions whose records name the origin or its bucket; empty when there are none.
     *
     * @throws OperationException when that cannot be told; the origin then counts as used
     */
    List<User> of(Origin origin);

    /**
     * A distribution that uses an origin.
     *
     * @param distributionId our id of it
     * @param name the name people gave it
     */
    record User(String distributionId, String name) {}
}
