// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;

/**
 * Sees what every API of every local system answers, and every line that its functions log. Found by {@link java.util.ServiceLoader}, so that tests can hold all
 * answers to something without each of them saying so.
 */
public interface Watcher {
    /**
     * An answer on its way out.
     *
     * @param path the request's path after the stage, still percent-encoded
     */
    void saw(LocalSystem system, TwinRequest request, String path, TwinResponse answer);

    /** A line of a function's log. */
    void logged(String line);
}
