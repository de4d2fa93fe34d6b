// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.distributions.Distribution;
import java.time.Duration;
import java.util.Optional;

/** How far a {@link Step} came. */
public sealed interface Progress {

    /** Nothing is left to do here; the next step goes on with this record. */
    record Next(Distribution distribution) implements Progress {}

    /** Somebody else changed the record meanwhile: read it again and begin anew. */
    record Lost() implements Progress {}

    /** Nothing can be done until this much time has passed. */
    record Wait(Distribution distribution, Duration after) implements Progress {}

    /** It cannot be done at all; the record says so, and its goal may be another one now. */
    record Refused(Distribution distribution, OperationException reason) implements Progress {}

    /** Nothing is left: neither anything at AWS nor the record. */
    record Gone() implements Progress {}

    /** {@link Next} with the record as written; {@link Lost} when it was not written. */
    static Progress next(Optional<Distribution> written) {
        return written.<Progress>map(Next::new).orElseGet(Lost::new);
    }
}
