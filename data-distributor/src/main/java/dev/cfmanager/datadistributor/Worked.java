// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import java.util.List;

/**
 * What came of a run.
 *
 * @param outcome what it says of itself
 * @param live what is live after it; empty where that was not looked at
 */
record Worked(Outcome outcome, List<Published> live) {
    Worked {
        live = List.copyOf(live);
    }
}
