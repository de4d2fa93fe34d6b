// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.lambdaedge;

import dev.cfmanager.awstwin.kernel.VirtualClock;

/** Edge functions as tests need them. */
public final class SampleFunctions {
    private SampleFunctions() {}

    /** A function that was begun {@code number} seconds after the twin's first moment; its id ends in the number. */
    public static EdgeFunction begun(int number) {
        return EdgeFunction.begin(
                String.format("func-%08x", number),
                "My site",
                Buckets.asiaUs(),
                null,
                "user@example.com",
                VirtualClock.EPOCH.plusSeconds(number));
    }

    /** A function that was begun for that distribution. */
    public static EdgeFunction ownedBy(String distributionId) {
        return begun(9).toBuilder().distributionId(distributionId).build();
    }
}
