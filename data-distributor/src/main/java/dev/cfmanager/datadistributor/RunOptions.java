// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import java.util.OptionalInt;

/**
 * How one run differs from the ordinary.
 *
 * @param force publish every file, changed or not: heals a target that somebody deleted or changed
 * @param minSizePercent instead of the configured share, for a run after data really shrank; 0 switches the check off
 */
public record RunOptions(boolean force, OptionalInt minSizePercent) {
    /** Nothing special. */
    public static final RunOptions ORDINARY = new RunOptions(false, OptionalInt.empty());
}
