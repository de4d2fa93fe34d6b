// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.reconcile;

import dev.cfmanager.distributions.Distribution;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the reconciler came to.
 *
 * @param outcome where it left the distribution
 * @param last the record as it is now; null when it is gone
 */
public record Advance(Outcome outcome, @Nullable Distribution last) {

    /** The record's status as the wire spells it; {@code Deleted} when the record is gone. */
    public String status() {
        return last == null ? "Deleted" : last.status().word();
    }

    /** The record as it is now; empty when it is gone. */
    public Optional<Distribution> distribution() {
        return Optional.ofNullable(last);
    }
}
