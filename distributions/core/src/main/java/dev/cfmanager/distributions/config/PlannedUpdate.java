// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import java.util.List;

/**
 * What a request would change in a configuration.
 *
 * @param delta the change, in a document whose member {@code config} is the configuration
 * @param originIds the managed origins that the changed configuration uses, in order
 */
public record PlannedUpdate(Delta delta, List<String> originIds) {

    /** Copies the list. */
    public PlannedUpdate {
        originIds = List.copyOf(originIds);
    }
}
