// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.javascript;

import java.util.List;

/**
 * What came of a call.
 *
 * @param value what the function returned, as JSON; empty when it failed or returned {@code undefined}
 * @param error why it failed, such as {@code TypeError: x is not a function}; empty when it did not
 * @param log the lines it wrote to the console
 */
public record Outcome(String value, String error, List<String> log) {

    /** Whether it failed: it threw, rejected, did not compile, or went beyond its limits. */
    public boolean failed() {
        return !error.isEmpty();
    }
}
