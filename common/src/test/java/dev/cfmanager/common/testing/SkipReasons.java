// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints why tests of a class were skipped, each reason once: that something is not on this machine is for whoever reads
 * what the build prints, and Maven only counts.
 */
public final class SkipReasons implements TestWatcher {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    @Override
    public void testAborted(ExtensionContext context, Throwable reason) {
        String why = String.valueOf(reason.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("(?i)^assumption (failed|was not met due to): ", "")
                .replaceAll("^\\[(.*)]\\s*$", "$1");
        String line = "Skipped in " + context.getRequiredTestClass().getSimpleName() + ": " + why;
        if (SAID.add(line)) {
            System.out.println(line);
        }
    }
}
